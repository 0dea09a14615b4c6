using StateGen.TestKit.Backends;

namespace StateGen.Evolution.Tests;

/// <summary>Changes of broadcast states, with the real generated code of each generation.</summary>
public abstract class BroadcastChangeTests(BackendUnderTest backend) : SharingChangeTests(backend, First)
{
    private const string First = """
        public sealed record Rate(int Value, string Source);
        [State] internal partial BroadcastState<string, Rate> Rates { get; }
        [State] internal partial BroadcastState<int, string> Names { get; }
        public override void Store(int index) { Rates["r" + index] = new(index, "s"); Names[index] = "n" + index; }
        public override object? Read() => (Rates.OrderBy(entry => entry.Key).ToArray(), Names.OrderBy(entry => entry.Key).ToArray());
        """;

    [Fact]
    public async Task Values_follow_the_declared_type_and_names_may_change_through_several_generations()
    {
        const string Second = """
            public sealed record Rate(long Value, string? Note);
            [State, FormerName("Rates")] internal partial BroadcastState<string, Rate> Prices { get; }
            [State] internal partial BroadcastState<int, string?> Names { get; }
            [State] internal partial BroadcastState<int, int> Added { get; }
            public override void Store(int index) { Prices["p" + index] = new(-index, "new"); Added[index] = index; }
            public override object? Read() => (Prices.OrderBy(entry => entry.Key).ToArray(), Names.OrderBy(entry => entry.Key).ToArray(), Added.Count);
            """;
        const string Third = """
            public sealed record Rate(long Value, string? Note);
            [State, FormerName("Prices")] internal partial BroadcastState<string, Rate> Last { get; }
            [State] internal partial BroadcastState<string, string> Rates { get; }
            public override void Store(int index) => Last.Remove("r" + index);
            public override object? Read() => (Last.OrderBy(entry => entry.Key).ToArray(), Rates.Count);
            """;
        Assert.Equal(
            [
                "([], [])",
                "([('r0', Rate(Value=0, Note=null)), ('r1', Rate(Value=1, Note=null))], [(0, 'n0'), (1, 'n1')], 0)",
                "([('p0', Rate(Value=0, Note='new')), ('r0', Rate(Value=0, Note=null)), ('r1', Rate(Value=1, Note=null))], 0)",
                "([('p0', Rate(Value=0, Note='new')), ('r1', Rate(Value=1, Note=null))], 0)",
            ],
            await ReadThroughAsync((Second, 1), (Third, 1), (Third, 0)));
    }

    [Fact]
    public async Task An_upgrade_converts_values()
    {
        const string Second = """
            public sealed record Rate(int Value, string Source);
            [State] internal partial BroadcastState<string, Rate> Rates { get; }
            [State(Upgrade = typeof(ToLength))] internal partial BroadcastState<int, int> Names { get; }
            public override void Store(int index) { }
            public override object? Read() => Names.OrderBy(entry => entry.Key).ToArray();
            internal sealed class ToLength : IStateUpgrade<string, int> { public static int Upgrade(string old) => old.Length * 10; }
            """;
        Assert.Equal("[(0, 20), (1, 20)]", (await ReadThroughAsync((Second, 0)))[^1]);
    }

    [Theory]
    [InlineData("BroadcastState<long, string>", "int32", "int64")]
    [InlineData("BroadcastState<int, int>", "string", "int32")]
    [InlineData("MapState<int, string>", "a broadcast state from int32 to string", "a map state from int32 to string")]
    public async Task Other_keys_other_values_and_another_kind_are_refused(string type, string stored, string declared)
    {
        await AssertNamesAreRefusedAsync(
            $$"""
            public sealed record Rate(int Value, string Source);
            [State] internal partial BroadcastState<string, Rate> Rates { get; }
            [State] internal partial {{type}} Names { get; }
            public override void Store(int index) { }
            public override object? Read() => Names.Count;
            """,
            stored,
            declared);
    }
}
