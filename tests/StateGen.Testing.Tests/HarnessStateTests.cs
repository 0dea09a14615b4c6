using StateGen.TestKit.Backends;

namespace StateGen.Testing.Tests;

public sealed class MemoryHarnessStateTests() : HarnessStateTests(new MemoryUnderTest());

public sealed class RocksDbHarnessStateTests() : HarnessStateTests(new RocksDbUnderTest());

/// <summary>A test that has only the public members of an operator reads its state by name.</summary>
public abstract class HarnessStateTests(BackendUnderTest backend) : IDisposable
{
    private static readonly DateTimeOffset Noon = new(2024, 5, 1, 12, 0, 0, TimeSpan.Zero);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        backend.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task State_is_read_by_the_name_of_the_property_or_of_the_state()
    {
        await using var harness = await OpenAsync();
        harness.Process("ann", new("home", 2));
        harness.Process("ann", new("shop", 3));
        harness.Process("ann", new("home", 4));
        harness.Process("bob", new("shop"));
        Assert.Equal(["Count", "History", "LastPage", "seconds-by-page"], harness.StateNames);
        Assert.Equal(3, harness.GetState<int>("Count", "ann"));
        Assert.Equal("home", harness.GetState<string>("LastPage", "ann"));
        Assert.Equal(new Dictionary<string, int> { ["home"] = 6, ["shop"] = 3 }, harness.GetMap<string, int>("SecondsByPage", "ann"));
        Assert.Equal(new Dictionary<string, int> { ["shop"] = 1 }, harness.GetMap<string, int>("seconds-by-page", "bob"));
        Assert.Equal([new("home", 2), new("shop", 3), new("home", 4)], harness.GetList<Visit>("History", "ann"));
        Assert.Equal(0, harness.GetState<int>("Count", "eve"));
        Assert.Empty(harness.GetList<Visit>("History", "eve"));
    }

    [Fact]
    public async Task State_of_a_generic_operator_is_read_with_its_types()
    {
        await using var harness = await OperatorHarness.OpenAsync(new Latest<decimal>(), new() { Backend = backend.Create() }, Token);
        harness.Process(1, 2.5m);
        harness.Process(1, 3);
        Assert.Equal(3, harness.GetState<decimal>("Value", 1));
        Assert.Equal([2.5m, 3], harness.GetList<decimal>("Values", 1));
        Assert.Equal("State 'Values' of operator 'latest' is of type ListState<Decimal>: read it with GetList<Decimal>(name, key). (Parameter 'name')", Assert.Throws<ArgumentException>(() => harness.GetList<int>("Values", 1)).Message);
    }

    [Fact]
    public async Task Reducing_and_aggregating_states_are_read_by_their_results()
    {
        await using var harness = await OperatorHarness.OpenAsync(new Statistics(), new() { Backend = backend.Create() }, Token);
        harness.Process(1, 4);
        harness.Process(1, 7);
        harness.Process(1, 4);
        Assert.Equal((7, 5d), (harness.GetState<int>("Maximum", 1), harness.GetState<double>("average", 1)));
        Assert.Equal((0, 0d), (harness.GetState<int>("Maximum", 2), harness.GetState<double>("Mean", 2)));
        Assert.Contains("Maximum: 7", harness.Describe(1), StringComparison.Ordinal);
        Assert.EndsWith(
            "read it with GetState<Double>(name, key). (Parameter 'name')",
            Assert.Throws<ArgumentException>(() => harness.GetState<int>("Mean", 1)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_sorted_map_is_read_in_its_order()
    {
        await using var harness = await OperatorHarness.OpenAsync(new Statistics(), new() { Backend = backend.Create() }, Token);
        foreach (var value in (int[])[10, -3, 200, 10])
            harness.Process(1, value);
        Assert.Equal([new(-3, 1), new(10, 2), new(200, 1)], harness.GetMap<int, int>("CountByValue", 1));
        Assert.Contains("CountByValue: [-3: 1, 10: 2, 200: 1]", harness.Describe(1), StringComparison.Ordinal);
        Assert.Empty(harness.GetMap<int, int>("CountByValue", 2));
    }

    [Fact]
    public async Task Windows_are_read_with_their_results()
    {
        await using var harness = await OperatorHarness.OpenAsync(new Typing(), new() { Backend = backend.Create() }, Token);
        harness.Process("ann", "abc", Noon.AddMinutes(50));
        harness.Process("ann", "de", Noon.AddMinutes(59));
        harness.Process("ann", "f", Noon.AddMinutes(65));
        Assert.Equal(
            [new(new(Noon, Noon.AddHours(1)), 5), new(new(Noon.AddHours(1), Noon.AddHours(2)), 1)], harness.GetMap<TimeWindow, int>("ByHour", "ann"));
        Assert.Equal([new(new(Noon.AddMinutes(50), Noon.AddMinutes(75)), 6)], harness.GetMap<TimeWindow, int>("sessions", "ann"));
        Assert.Contains("sessions: [[2024-05-01T12:50:00.000Z, 2024-05-01T13:15:00.000Z): 6]", harness.Describe("ann"), StringComparison.Ordinal);
        Assert.EndsWith(
            "read it with GetMap<TimeWindow, Int32>(name, key). (Parameter 'name')",
            Assert.Throws<ArgumentException>(() => harness.GetState<int>("ByHour", "ann")).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Operator_state_is_read_without_a_key_and_is_in_a_snapshot()
    {
        await using var harness = await OperatorHarness.OpenAsync(new Buffer(), new() { Backend = backend.Create() }, Token);
        harness.Process(1, "a");
        harness.Process(2, "b");
        Assert.Equal(["a", "b"], harness.GetList<string>("Buffered"));
        Assert.Equal(["a", "b"], harness.GetList<string>("waiting"));
        Assert.Equal(["b"], harness.GetList<string>("Seen", 2));
        Assert.Contains("waiting: [\"a\", \"b\"]", harness.Describe(1), StringComparison.Ordinal);
        AssertSays("OperatorListState<String>: read it with GetList<String>(name).", () => harness.GetList<string>("Buffered", 1));
        AssertSays("ListState<String>: read it with GetList<String>(name, key).", () => harness.GetList<string>("Seen"));
        await using var second = await OperatorHarness.OpenAsync(new Buffer(), new() { Backend = backend.Create(), Restore = [await harness.SnapshotAsync(Token)] }, Token);
        second.Process(3, "c");
        Assert.Equal(["abc"], second.TakeOutput());
        Assert.Empty(second.GetList<string>("Buffered"));

        static void AssertSays(string message, Action read) => Assert.Contains(message, Assert.Throws<ArgumentException>(read).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_that_is_no_state_is_refused_with_those_that_are()
    {
        await using var harness = await OpenAsync();
        var exception = Assert.Throws<ArgumentException>(() => harness.GetState<int>("Counts", "ann"));
        Assert.Equal(
            "Operator 'visits' has no state 'Counts'. It has: 'Count' (GetState<Int32>(name, key)), 'History' (GetList<Visit>(name, key)), "
            + "'LastPage' (GetState<String>(name, key)), 'seconds-by-page' or 'SecondsByPage' (GetMap<String, Int32>(name, key)). (Parameter 'name')",
            exception.Message);
        await using var stateless = await OperatorHarness.OpenAsync(new Stateless(), new() { Backend = backend.Create() }, Token);
        exception = Assert.Throws<ArgumentException>(() => stateless.GetState<int>("Count", 1));
        Assert.Equal("Operator 'stateless' has no state 'Count'. It has no states. (Parameter 'name')", exception.Message);
    }

    [Fact]
    public async Task A_state_that_is_read_as_another_type_says_how_to_read_it()
    {
        await using var harness = await OpenAsync();
        AssertSays("State 'Count' of operator 'visits' is of type Int32: read it with GetState<Int32>(name, key).", () => harness.GetState<long>("Count", "ann"));
        AssertSays("State 'Count' of operator 'visits' is of type Int32: read it with GetState<Int32>(name, key).", () => harness.GetList<int>("Count", "ann"));
        AssertSays("State 'LastPage' of operator 'visits' is of type String: read it with GetState<String>(name, key).", () => harness.GetList<char>("LastPage", "ann"));
        AssertSays(
            "State 'SecondsByPage' of operator 'visits' is of type MapState<String, Int32>: read it with GetMap<String, Int32>(name, key).",
            () => harness.GetMap<string, long>("seconds-by-page", "ann"));
        AssertSays("State 'History' of operator 'visits' is of type ListState<Visit>: read it with GetList<Visit>(name, key).", () => harness.GetState<object>("History", "ann"));

        static void AssertSays(string message, Action read) => Assert.Equal($"{message} (Parameter 'name')", Assert.Throws<ArgumentException>(read).Message);
    }

    [Fact]
    public async Task State_expires_when_the_time_is_advanced()
    {
        await using var harness = await OpenAsync();
        harness.Process("ann", new("home"));
        harness.AdvanceTime(TimeSpan.FromMinutes(30) - TimeSpan.FromMilliseconds(1));
        Assert.Equal("home", harness.GetState<string>("LastPage", "ann"));
        harness.AdvanceTime(TimeSpan.FromMilliseconds(1));
        Assert.Null(harness.GetState<string>("LastPage", "ann"));
        Assert.Equal(1, harness.GetState<int>("Count", "ann"));
    }

    [Fact]
    public async Task A_test_that_reads_state_does_not_keep_it_alive_and_removes_nothing()
    {
        await using var harness = await OperatorHarness.OpenAsync(new Fading(), new() { Backend = backend.Create() }, Token);
        harness.Process(1, "a");
        harness.AdvanceTime(TimeSpan.FromMinutes(9));
        Assert.Equal("a", harness.GetState<string>("Refreshed", 1));
        Assert.Single(harness.GetMap<string, int>("Refreshing", 1));
        harness.AdvanceTime(TimeSpan.FromMinutes(1));
        Assert.Null(harness.GetState<string>("Refreshed", 1));
        Assert.Empty(harness.GetMap<string, int>("Refreshing", 1));
        Assert.Equal("a", harness.GetState<string>("Ghost", 1));
        Assert.Equal("a", harness.GetState<string>("Ghost", 1));
    }

    [Fact]
    public async Task State_in_event_time_expires_with_the_watermark()
    {
        await using var harness = await OperatorHarness.OpenAsync(new Fading(), new() { Backend = backend.Create() }, Token);
        harness.Process(1, "a", Noon);
        harness.AdvanceTime(TimeSpan.FromDays(1));
        harness.AdvanceWatermark(Noon + TimeSpan.FromMinutes(10) - TimeSpan.FromMilliseconds(1));
        Assert.Equal("a", harness.GetState<string>("InEventTime", 1));
        harness.AdvanceWatermark(Noon + TimeSpan.FromMinutes(10));
        Assert.Null(harness.GetState<string>("InEventTime", 1));
    }

    [Fact]
    public async Task The_description_of_a_key_shows_its_state_and_its_timers()
    {
        await using var harness = await OpenAsync();
        harness.Process("ann", new("home", 2), Noon);
        Assert.Equal(
            """
            operator 'visits', key "ann"
              Count: 1
              History: [Visit { Page = home, Seconds = 2 }]
              LastPage: "home"
              seconds-by-page: ["home": 2]
              timer: 2024-05-01T12:01:00.0000000+00:00 (EventTime)
            """,
            harness.Describe("ann"), ignoreLineEndingDifferences: true);
        Assert.Equal(
            """
            operator 'visits', key "eve"
              Count: 0
              History: []
              LastPage: null
              seconds-by-page: []
            """,
            harness.Describe("eve"), ignoreLineEndingDifferences: true);
    }

    [Fact]
    public async Task A_long_list_is_described_by_its_first_elements()
    {
        await using var harness = await OpenAsync();
        for (var visit = 0; visit < 25; visit++)
            harness.Process("ann", new("home"));
        Assert.Contains("Visit { Page = home, Seconds = 1 }, and 5 more]", harness.Describe("ann"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Entries_of_a_map_are_described_in_the_order_of_their_text()
    {
        await using var harness = await OpenAsync();
        foreach (var page in (string[])["shop", "home", "cart", "about"])
            harness.Process("ann", new(page));
        Assert.Contains("[\"about\": 1, \"cart\": 1, \"home\": 1, \"shop\": 1]", harness.Describe("ann"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_function_changes_while_it_inspects_a_key_is_undone()
    {
        var editor = new Editor();
        await using var harness = await OperatorHarness.OpenAsync(editor, new() { Backend = backend.Create() }, Token);
        harness.Process(1, "a");
        Assert.Equal(2, harness.Host.Inspect(1, () => editor.Edit("b")));
        Assert.Equal(["a"], harness.GetList<string>("Texts", 1));
        Assert.Equal("a", harness.GetState<string>("Text", 1));
        Assert.Throws<InvalidTimeZoneException>(() => harness.Host.Inspect<int>(1, () => throw new InvalidTimeZoneException()));
        harness.Process(1, "c");
        Assert.Equal(["a", "c"], harness.GetList<string>("Texts", 1));
    }

    [Fact]
    public async Task A_callback_cannot_inspect()
    {
        var editor = new Editor();
        await using var harness = await OperatorHarness.OpenAsync(editor, new() { Backend = backend.Create() }, Token);
        editor.Meanwhile = () => harness.GetState<string>("Text", 2);
        var exception = Assert.Throws<OperatorException>(() => harness.Process(1, "a"));
        Assert.Equal(
            "The state of operator 'editor' was inspected from one of its callbacks, whose changes may still be undone. Call the host between records.",
            Assert.IsType<InvalidOperationException>(exception.InnerException).Message);
        editor.Meanwhile = null;
        Assert.Equal(0, harness.CountEntries());
    }

    private Task<OperatorHarness<string, Visit, string>> OpenAsync() => OperatorHarness.OpenAsync(new Visits(), new() { Backend = backend.Create() }, Token);
}
