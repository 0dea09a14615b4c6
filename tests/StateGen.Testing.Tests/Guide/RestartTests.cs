using StateGen.Testing;

namespace Guide.Testing;

public class RestartTests
{
    [Fact]
    public async Task A_visit_goes_on_after_a_restart()
    {
        var noon = new DateTimeOffset(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);
        var token = TestContext.Current.CancellationToken;
        await using var first = await OperatorHarness.OpenAsync(new Visits(), cancellationToken: token);
        first.Process("ann", new("ann", "home", noon), noon);
        var snapshot = await first.SnapshotAsync(token);

        await using var second = await OperatorHarness.OpenAsync(new Visits(), new() { Restore = [snapshot] }, token);
        second.AdvanceWatermark(noon.AddMinutes(30));
        Assert.Equal([new Visit("ann", 1, noon.AddMinutes(30))], second.TakeOutput());
    }
}
