using StateGen;
using StateGen.Testing;

namespace Guide.Testing;

public class VisitsTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_visit_ends_half_an_hour_after_the_last_click()
    {
        await using var harness = await OperatorHarness.OpenAsync(new Visits(), cancellationToken: Token);
        Click(harness, "home", Noon);
        Click(harness, "shop", Noon.AddMinutes(20));
        Assert.Equal([new("ann", Noon.AddMinutes(50), TimerKind.EventTime)], harness.Timers);

        harness.AdvanceWatermark(Noon.AddMinutes(50));
        Assert.Equal([new Visit("ann", 2, Noon.AddMinutes(50))], harness.TakeOutput());
    }

    [Fact]
    public async Task A_late_click_is_set_aside()
    {
        await using var harness = await OperatorHarness.OpenAsync(new Visits(), cancellationToken: Token);
        harness.AdvanceWatermark(Noon);
        Click(harness, "home", Noon.AddMinutes(-1));
        Assert.Equal("home", Assert.Single(harness.TakeSideOutput(Visits.Late)).Page);
        Assert.Empty(harness.Timers);
    }

    [Fact]
    public async Task The_last_page_is_kept_for_a_day()
    {
        await using var harness = await OperatorHarness.OpenAsync(new Visits(), cancellationToken: Token);
        Click(harness, "home", Noon);
        Assert.Equal("home", harness.GetState<string>("LastPage", "ann"));
        Assert.Equal(1, harness.GetMap<string, int>("ClicksByPage", "ann")["home"]);

        harness.AdvanceTime(TimeSpan.FromDays(1));
        Assert.Null(harness.GetState<string>("LastPage", "ann"));
    }

    [Fact]
    public async Task A_click_without_a_page_changes_nothing()
    {
        await using var harness = await OperatorHarness.OpenAsync(new Visits(), cancellationToken: Token);
        Click(harness, "home", Noon);
        var before = harness.Describe("ann");

        var exception = Assert.Throws<OperatorException>(() => Click(harness, "", Noon.AddMinutes(1)));
        Assert.IsType<InvalidOperationException>(exception.InnerException);
        Assert.Equal(before, harness.Describe("ann"));
    }

    private static void Click(OperatorHarness<string, Click, Visit> harness, string page, DateTimeOffset time) =>
        harness.Process("ann", new("ann", page, time), time);
}
