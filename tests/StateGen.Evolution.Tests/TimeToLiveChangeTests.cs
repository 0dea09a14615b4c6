using StateGen.Schemas;
using StateGen.TestKit;
using StateGen.TestKit.Backends;

namespace StateGen.Evolution.Tests;

/// <summary>Times to live that come, go and change, over restarts at which nothing is written.</summary>
public abstract class TimeToLiveChangeTests : IDisposable
{
    private const string Full = "(1, [2], [('k', 3)], 0, 4)";
    private const string Expired = "(0, [], [], 'absent', 4)";
    private const string InEventTime = "Ttl(Milliseconds = 100, Clock = TtlClock.EventTime)";

    private readonly BackendUnderTest _backend;
    private readonly ManualTime _time = new();

    protected TimeToLiveChangeTests(BackendUnderTest backend) => _backend = backend;

    [Fact]
    public async Task What_is_stored_lives_from_the_restore_that_brought_the_time_to_live_however_often_the_job_restarts()
    {
        var generations = Generations.Of(Operator(), Operator("Ttl(Milliseconds = 100)"));
        var snapshot = await StoreAsync(generations[0], at: 10);
        foreach (var at in new[] { 1_000, 1_060, 1_099 })
            snapshot = await ExpectAsync(Full, generations[1], at, snapshot);
        await ExpectAsync(Expired, generations[1], 1_100, snapshot);
    }

    [Fact]
    public async Task A_value_that_was_never_set_keeps_no_row_alive()
    {
        const string Before = """
            [State] internal partial int Value { get; set; }
            [State] internal partial int Permanent { get; set; }
            public override void Store(int index) => Permanent = 4;
            public override object? Read() => (Value, Permanent);
            public override void Rewrite() => Permanent = 0;
            """;
        var generations = Generations.Of(Before, Before.Replace("[State] internal partial int Value", "[State, Ttl(Days = 1)] internal partial int Value", StringComparison.Ordinal));
        var (read, emptied) = await generations[1].ReadAsync(_backend.Create(), 1, rewrite: true, await generations[0].StoreAsync(_backend.Create(), 1));
        Assert.Equal(["(0, 4)"], read);
        Assert.Equal(0, await generations[1].CountAsync(_backend.Create(), emptied));
    }

    [Fact]
    public async Task A_time_to_live_that_went_and_came_back_counts_from_its_return()
    {
        var generations = Generations.Of(Operator("Ttl(Milliseconds = 100)"), Operator());
        var snapshot = await StoreAsync(generations[0], at: 0);
        snapshot = await ExpectAsync(Full, generations[1], 50, snapshot);
        snapshot = await ExpectAsync(Full, generations[1], 5_000, snapshot);
        foreach (var at in new[] { 6_000, 6_050, 6_099 })
            snapshot = await ExpectAsync(Full, generations[0], at, snapshot);
        await ExpectAsync(Expired, generations[0], 6_100, snapshot);
    }

    [Fact]
    public async Task Another_length_counts_from_the_time_of_writing()
    {
        var generations = Generations.Of(Operator("Ttl(Milliseconds = 100)"), Operator("Ttl(Milliseconds = 1_000)"), Operator("Ttl(Milliseconds = 200)"));
        var snapshot = await StoreAsync(generations[0], at: 10);
        snapshot = await ExpectAsync(Full, generations[1], 60, snapshot);
        snapshot = await ExpectAsync(Full, generations[1], 209, snapshot);
        snapshot = await ExpectAsync(Full, generations[2], 209, snapshot);
        await ExpectAsync(Expired, generations[2], 210, snapshot);
    }

    [Fact]
    public async Task A_later_change_of_shape_moves_no_beginning()
    {
        const string Wider = "[State] internal partial long Added { get; set; }";
        var generations = Generations.Of(Operator(), Operator("Ttl(Milliseconds = 100)"), Operator("Ttl(Milliseconds = 100)") + Wider);
        var snapshot = await StoreAsync(generations[0], at: 10);
        snapshot = await ExpectAsync(Full, generations[1], 1_000, snapshot);
        snapshot = await ExpectAsync(Full, generations[2], 1_099, snapshot);
        await ExpectAsync(Expired, generations[2], 1_100, snapshot);
    }

    [Fact]
    public async Task What_is_stored_lives_from_the_watermark_of_the_restore_that_brought_a_time_to_live_in_event_time()
    {
        var generations = Generations.Of(Operator(), Operator(InEventTime));
        var snapshot = await StoreAsync(generations[0], at: 10, watermark: 50);
        snapshot = await ExpectAsync(Full, generations[1], 1_000_000, snapshot);
        foreach (var watermark in new[] { 60, 149 })
            snapshot = await ExpectAsync(Full, generations[1], 1_000_000, snapshot, watermark);
        await ExpectAsync(Expired, generations[1], 1_000_000, snapshot, watermark: 150);
    }

    [Fact]
    public async Task Without_a_watermark_nothing_expires_and_what_is_stored_lives_from_the_time_of_the_restore_that_brought_a_time_to_live_in_event_time()
    {
        var generations = Generations.Of(Operator(), Operator(InEventTime));
        var snapshot = await StoreAsync(generations[0], at: 10);
        foreach (var at in new[] { 1_000, 2_000, 1_000_000 })
            snapshot = await ExpectAsync(Full, generations[1], at, snapshot);
        foreach (var watermark in new[] { 0, 1_099 })
            snapshot = await ExpectAsync(Full, generations[1], 1_000_000, snapshot, watermark);
        await ExpectAsync(Expired, generations[1], 1_000_000, snapshot, watermark: 1_100);
    }

    [Theory]
    [InlineData("Ttl(Milliseconds = 100)", "Ttl(Milliseconds = 100, Clock = TtlClock.EventTime)", "from event time to processing time")]
    [InlineData("Ttl(Milliseconds = 100, Clock = TtlClock.EventTime)", "Ttl(Milliseconds = 500)", "from processing time to event time")]
    public async Task Another_clock_is_refused_because_the_timestamps_are_of_the_former_one(string before, string after, string unlike)
    {
        var generations = Generations.Of(Operator(before), Operator(after));
        var snapshot = await StoreAsync(generations[0], at: 10);
        var refusal = await Assert.ThrowsAsync<StateSchemaException>(() => ExpectAsync(Full, generations[1], 20, snapshot));
        Assert.Contains("Value", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("event time", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(unlike, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_refreshes_a_state_may_change_and_counts_for_what_is_stored()
    {
        var generations = Generations.Of(Operator("Ttl(Milliseconds = 100)"), Operator("Ttl(Milliseconds = 100, Refresh = TtlRefresh.OnReadAndWrite)"));
        var snapshot = await StoreAsync(generations[0], at: 10);
        foreach (var at in new[] { 60, 150, 249 })
            snapshot = await ExpectAsync(Full, generations[1], at, snapshot);
        snapshot = await ExpectAsync(Full, generations[0], 348, snapshot);
        await ExpectAsync(Expired, generations[0], 349, snapshot);
    }

    public void Dispose()
    {
        _backend.Dispose();
        GC.SuppressFinalize(this);
    }

    private static string Operator(string timeToLive = "", string read = "(Value, List, Map, Total.TryGetValue(out var total) ? (object)total : \"absent\", Permanent)")
    {
        var state = timeToLive.Length == 0 ? "State" : $"State, {timeToLive}";
        return $$"""
            [{{state}}] internal partial int Value { get; set; }
            [{{state}}] internal partial ListState<int> List { get; }
            [{{state}}] internal partial MapState<string, int> Map { get; }
            [{{state}}] internal partial ReducingState<int, Sum> Total { get; }
            [State] internal partial int Permanent { get; set; }
            internal readonly struct Sum : IReducer<int> { public static int Reduce(int accumulator, int value) => accumulator + value; }
            public override void Store(int index) { Value = 1; List.Add(2); Map["k"] = 3; Total.Add(0); Permanent = 4; }
            public override object? Read() => {{read}};
            public override void Rewrite() => Permanent = 4;
            """;
    }

    private Task<OperatorHostSnapshot> StoreAsync(IEvolvingProbe probe, long at, long? watermark = null)
    {
        Set(probe, at, watermark);
        return probe.StoreAsync(_backend.Create(), 1);
    }

    private async Task<OperatorHostSnapshot> ExpectAsync(string expected, IEvolvingProbe probe, long at, OperatorHostSnapshot snapshot, long? watermark = null)
    {
        Set(probe, at, watermark);
        var (read, next) = await probe.ReadAsync(_backend.Create(), 1, rewrite: false, snapshot);
        Assert.Equal([expected], read);
        return next;
    }

    private void Set(IEvolvingProbe probe, long at, long? watermark)
    {
        _time.Milliseconds = at;
        probe.Time = _time;
        probe.Watermark = watermark is { } milliseconds ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds) : null;
    }
}
