namespace StateGen.Testing.Tests;

public sealed class TwoInputHarnessTests
{
    private static readonly DateTimeOffset Noon = new(2024, 5, 1, 12, 0, 0, TimeSpan.Zero);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Both_inputs_of_an_operator_are_fed()
    {
        await using var harness = await OperatorHarness.OpenAsync(new Paid(), cancellationToken: Token);
        harness.ProcessSecond(7, 1.5m, Noon);
        harness.ProcessFirst(7, "tea");
        Assert.Equal("tea", harness.GetState<string>("Order", 7));
        harness.ProcessSecond(7, 2m);
        harness.ProcessFirst(8, "coffee", Noon);
        Assert.Equal(["nothing at 12:00: 1.5", "tea at 00:00: 3.5"], harness.TakeOutput());
        Assert.Equal("coffee", harness.GetState<string>("Order", 8));
    }

    [Fact]
    public async Task Broadcast_events_are_fed_and_their_state_is_read_without_a_key()
    {
        await using var harness = await OperatorHarness.OpenAsync(new Converted(), cancellationToken: Token);
        harness.Broadcast(new("EUR", 2));
        harness.Broadcast(new("USD", 3), Noon);
        Assert.Equal(new Dictionary<string, decimal> { ["EUR"] = 2, ["USD"] = 3 }, harness.GetBroadcast<string, decimal>("Rates"));
        harness.Process("EUR", 10);
        Assert.Equal([20], harness.TakeOutput());
        Assert.Equal(20, harness.GetState<decimal>("Total", "EUR"));
        Assert.Contains("Rates: [\"EUR\": 2, \"USD\": 3]", harness.Describe("EUR"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_broadcast_event_that_throws_is_undone()
    {
        await using var harness = await OperatorHarness.OpenAsync(new Converted(), cancellationToken: Token);
        Assert.IsType<ArgumentOutOfRangeException>(Assert.Throws<OperatorException>(() => harness.Broadcast(new("EUR", 0))).InnerException);
        Assert.Empty(harness.GetBroadcast<string, decimal>("Rates"));
    }

    [Fact]
    public async Task Broadcast_state_is_in_a_snapshot()
    {
        await using var first = await OperatorHarness.OpenAsync(new Converted(), cancellationToken: Token);
        first.Broadcast(new("EUR", 2));
        await using var second = await OperatorHarness.OpenAsync(new Converted(), new() { Restore = [await first.SnapshotAsync(Token)] }, Token);
        Assert.Equal(new Dictionary<string, decimal> { ["EUR"] = 2 }, second.GetBroadcast<string, decimal>("Rates"));
    }
}
