using StateGen.TestKit.Backends;

namespace StateGen.Testing.Tests;

public sealed class MemoryOperatorHarnessTests() : OperatorHarnessTests(new MemoryUnderTest());

public sealed class RocksDbOperatorHarnessTests() : OperatorHarnessTests(new RocksDbUnderTest());

/// <summary>A test that has only the public members of an operator sees its output, state and timers, and moves its time.</summary>
public abstract class OperatorHarnessTests(BackendUnderTest backend) : IDisposable
{
    private static readonly DateTimeOffset Noon = new(2024, 5, 1, 12, 0, 0, TimeSpan.Zero);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        backend.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Output_is_taken_with_and_without_timestamps()
    {
        await using var harness = await OpenAsync();
        harness.Process("ann", new("home"), Noon);
        Assert.Equal([new("ann: 1", Noon)], harness.TakeTimestampedOutput());
        Assert.Empty(harness.TakeTimestampedOutput());
        harness.Process("ann", new("home"), Noon);
        Assert.Equal(["ann: 2"], harness.TakeOutput());
        Assert.Empty(harness.TakeOutput());
    }

    [Fact]
    public async Task An_event_without_event_time_is_late_only_behind_a_watermark()
    {
        await using var harness = await OpenAsync();
        harness.Process("ann", new("home"));
        Assert.Equal([new("ann: 1", DateTimeOffset.MinValue)], harness.TakeTimestampedOutput());
        Assert.Empty(harness.TakeSideOutput(Visits.Late));
        Assert.Empty(harness.Timers);
        harness.AdvanceWatermark(Noon);
        harness.Process("ann", new("shop"));
        Assert.Equal([new(new("shop"), DateTimeOffset.MinValue)], harness.TakeTimestampedSideOutput(Visits.Late));
    }

    [Fact]
    public async Task Late_events_are_in_their_side_output()
    {
        await using var harness = await OpenAsync();
        harness.AdvanceWatermark(Noon);
        Assert.Equal(Noon, harness.Watermark);
        harness.Process("ann", new("home"), Noon);
        harness.Process("ann", new("shop"), Noon + TimeSpan.FromSeconds(1));
        Assert.Equal([new(new("home"), Noon)], harness.TakeTimestampedSideOutput(Visits.Late));
        harness.Process("ann", new("cart"), Noon);
        Assert.Equal([new("cart")], harness.TakeSideOutput(Visits.Late));
    }

    [Fact]
    public async Task Timers_are_listed_in_the_order_in_which_they_fire_and_stay_registered()
    {
        await using var harness = await OpenAsync();
        harness.Process("bob", new("home"), Noon + TimeSpan.FromSeconds(30));
        harness.Process("ann", new("home"), Noon);
        harness.Process("ann", new("shop"), Noon + TimeSpan.FromSeconds(90));
        RegisteredTimer<string>[] expected =
        [
            new("ann", Noon + TimeSpan.FromSeconds(60), TimerKind.EventTime),
            new("bob", Noon + TimeSpan.FromSeconds(90), TimerKind.EventTime),
            new("ann", Noon + TimeSpan.FromSeconds(150), TimerKind.EventTime),
        ];
        Assert.Equal(expected, harness.Timers);
        Assert.Equal(expected, harness.Timers);
        harness.TakeOutput();
        harness.AdvanceWatermark(Noon + TimeSpan.FromSeconds(90));
        Assert.Equal([new("ann left after 2", expected[0].Timestamp), new("bob left after 1", expected[1].Timestamp)], harness.TakeTimestampedOutput());
        Assert.Equal(expected[2..], harness.Timers);
        Assert.Equal(0, harness.GetState<int>("Count", "ann"));
        harness.CompleteInput();
        Assert.Equal(["ann left after 0"], harness.TakeOutput());
        Assert.Empty(harness.Timers);
    }

    [Fact]
    public async Task Many_timers_are_all_listed()
    {
        await using var harness = await OpenAsync();
        for (var minute = 0; minute < 200; minute++)
            harness.Process($"v{minute % 7}", new("home"), Noon + TimeSpan.FromMinutes(minute * 37 % 200));
        Assert.Equal(Enumerable.Range(1, 200).Select(minute => Noon + TimeSpan.FromMinutes(minute)), harness.Timers.Select(timer => timer.Timestamp));
        Assert.Equal(200, harness.Host.TimerCount);
    }

    [Fact]
    public async Task Processing_time_timers_fire_at_their_times_when_the_time_is_advanced()
    {
        await using var harness = await OperatorHarness.OpenAsync(new Reminders(), new() { Backend = backend.Create() }, Token);
        harness.Process("ann", "abc");
        harness.AdvanceTime(TimeSpan.FromMinutes(5));
        harness.Process("bob", "a");
        Assert.Equal([new("ann", At(10), TimerKind.ProcessingTime), new("bob", At(15), TimerKind.ProcessingTime)], harness.Timers);
        harness.AdvanceTime(TimeSpan.FromMinutes(16));
        Assert.Equal(["ann at 00:10", "bob at 00:15", "ann at 00:20"], harness.TakeOutput());
        Assert.Equal([new("ann", At(30), TimerKind.ProcessingTime)], harness.Timers);
        Assert.Equal(At(21), harness.Time.GetUtcNow());
        harness.CompleteInput();
        Assert.Empty(harness.TakeOutput());

        static DateTimeOffset At(int minutes) => VirtualTime.DefaultStart.AddMinutes(minutes);
    }

    [Fact]
    public async Task A_clock_that_is_moved_elsewhere_fires_timers_at_the_next_advance()
    {
        var time = new VirtualTime(Noon);
        await using var harness = await OperatorHarness.OpenAsync(new Reminders(), new() { Backend = backend.Create(), Time = time }, Token);
        harness.Process("ann", "a");
        time.Advance(TimeSpan.FromHours(1));
        Assert.Empty(harness.TakeOutput());
        harness.AdvanceTime(TimeSpan.Zero);
        Assert.Equal(["ann at 13:00"], harness.TakeOutput());
        Assert.Throws<ArgumentOutOfRangeException>(() => harness.AdvanceTime(TimeSpan.FromTicks(-1)));
    }

    [Fact]
    public async Task A_processing_time_timer_that_throws_is_still_registered_and_time_has_passed()
    {
        await using var harness = await OperatorHarness.OpenAsync(new Reminders(), new() { Backend = backend.Create() }, Token);
        harness.Process("ann", "");
        Assert.Throws<OperatorException>(() => harness.AdvanceTime(TimeSpan.FromHours(1)));
        Assert.Single(harness.Timers);
        Assert.Equal(VirtualTime.DefaultStart.AddHours(1), harness.Time.GetUtcNow());
    }

    [Fact]
    public async Task A_callback_that_throws_is_undone_and_the_harness_goes_on()
    {
        await using var harness = await OpenAsync();
        harness.Process("ann", new("home"), Noon);
        var before = harness.Describe("ann");
        var exception = Assert.Throws<OperatorException>(() => harness.Process("ann", new("shop", -1), Noon + TimeSpan.FromMinutes(1)));
        Assert.Equal("a visit cannot end before it begins", Assert.IsType<InvalidOperationException>(exception.InnerException).Message);
        Assert.Equal(before, harness.Describe("ann"));
        Assert.Equal(["ann: 1"], harness.TakeOutput());
        harness.Process("ann", new("shop"), Noon);
        Assert.Equal(["ann: 2"], harness.TakeOutput());
    }

    [Fact]
    public async Task A_timer_that_throws_is_still_registered()
    {
        await using var harness = await OpenAsync();
        for (var visit = 0; visit < 101; visit++)
            harness.Process("ann", new("home"), Noon);
        Assert.Throws<OperatorException>(() => harness.AdvanceWatermark(Noon + TimeSpan.FromMinutes(1)));
        Assert.Equal([new("ann", Noon + TimeSpan.FromMinutes(1), TimerKind.EventTime)], harness.Timers);
        Assert.Equal(101, harness.GetState<int>("Count", "ann"));
    }

    [Fact]
    public async Task A_failed_record_is_skipped_if_the_options_say_so()
    {
        await using var harness = await OperatorHarness.OpenAsync(new Visits(), new() { Backend = backend.Create(), ErrorPolicy = ErrorPolicy.Skip }, Token);
        harness.Process("ann", new("shop", -1));
        harness.Process("ann", new("shop"));
        Assert.Equal(["ann: 1"], harness.TakeOutput());
    }

    [Fact]
    public async Task A_snapshot_is_restored_into_another_harness_whose_time_goes_on()
    {
        await using var first = await OperatorHarness.OpenAsync(new Visits(), new() { Backend = backend.Create() }, Token);
        first.Process("ann", new("home"), Noon);
        first.AdvanceTime(TimeSpan.FromMinutes(20));
        first.AdvanceWatermark(Noon);
        first.Process("bob", new("shop"), Noon);
        var snapshot = await first.SnapshotAsync(Token);
        first.Process("ann", new("home"), Noon);
        await using var second = await OperatorHarness.OpenAsync(new Visits(), new() { Backend = backend.Create(), Restore = [snapshot] }, Token);
        Assert.Equal((first.Time.GetUtcNow(), 1, 1), (second.Time.GetUtcNow(), second.GetState<int>("Count", "ann"), second.GetState<int>("Count", "bob")));
        Assert.Equal(2, second.Timers.Count);
        Assert.Equal(first.Watermark, second.Watermark);
        second.AdvanceTime(TimeSpan.FromMinutes(10));
        Assert.Null(second.GetState<string>("LastPage", "ann"));
        Assert.Equal("shop", second.GetState<string>("LastPage", "bob"));
        Assert.Equal(2, first.GetState<int>("Count", "ann"));
    }

    [Fact]
    public async Task A_snapshot_is_restored_into_a_later_version_of_the_operator()
    {
        await using var first = await OperatorHarness.OpenAsync(new Visits(), new() { Backend = backend.Create() }, Token);
        first.Process("ann", new("home", 5));
        var snapshot = await first.SnapshotAsync(Token);
        await using var second = await OperatorHarness.OpenAsync(new LaterVisits(), new() { Backend = backend.Create(), Restore = [snapshot] }, Token);
        Assert.Equal(1, second.GetState<long>("Total", "ann"));
        second.Process("ann", new("home"));
        Assert.Equal(["ann: 2"], second.TakeOutput());
        Assert.Equal(new Dictionary<string, int> { ["home"] = 5 }, second.GetMap<string, int>("SecondsByPage", "ann"));
    }

    private Task<OperatorHarness<string, Visit, string>> OpenAsync() => OperatorHarness.OpenAsync(new Visits(), new() { Backend = backend.Create() }, Token);
}
