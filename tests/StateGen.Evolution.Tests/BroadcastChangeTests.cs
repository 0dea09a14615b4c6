using StateGen.Schemas;
using StateGen.TestKit.Backends;

namespace StateGen.Evolution.Tests;

/// <summary>Changes of broadcast states, with the real generated code of each generation.</summary>
public abstract class BroadcastChangeTests : IDisposable
{
    private const string First = """
        public sealed record Rate(int Value, string Source);
        [State] internal partial BroadcastState<string, Rate> Rates { get; }
        [State] internal partial BroadcastState<int, string> Names { get; }
        public override void Store(int index) { Rates["r" + index] = new(index, "s"); Names[index] = "n" + index; }
        public override object? Read() => (Rates.OrderBy(entry => entry.Key).ToArray(), Names.OrderBy(entry => entry.Key).ToArray());
        """;

    private readonly BackendUnderTest _backend;

    protected BroadcastChangeTests(BackendUnderTest backend) => _backend = backend;

    [Fact]
    public async Task Values_follow_the_declared_type_and_names_may_change_through_several_generations()
    {
        var second = SharingGeneration.Compile("""
            public sealed record Rate(long Value, string? Note);
            [State, FormerName("Rates")] internal partial BroadcastState<string, Rate> Prices { get; }
            [State] internal partial BroadcastState<int, string?> Names { get; }
            [State] internal partial BroadcastState<int, int> Added { get; }
            public override void Store(int index) { Prices["p" + index] = new(-index, "new"); Added[index] = index; }
            public override object? Read() => (Prices.OrderBy(entry => entry.Key).ToArray(), Names.OrderBy(entry => entry.Key).ToArray(), Added.Count);
            """);
        var third = SharingGeneration.Compile("""
            public sealed record Rate(long Value, string? Note);
            [State, FormerName("Prices")] internal partial BroadcastState<string, Rate> Last { get; }
            [State] internal partial BroadcastState<string, string> Rates { get; }
            public override void Store(int index) => Last.Remove("r" + index);
            public override object? Read() => (Last.OrderBy(entry => entry.Key).ToArray(), Rates.Count);
            """);
        var (empty, before) = await SharingGeneration.Compile(First).RunAsync(_backend.Create(), 2);
        Assert.Equal("([], [])", empty);
        var (read, between) = await second.RunAsync(_backend.Create(), 1, before);
        Assert.Equal("([('r0', Rate(Value=0, Note=null)), ('r1', Rate(Value=1, Note=null))], [(0, 'n0'), (1, 'n1')], 0)", read);
        var (readAgain, after) = await third.RunAsync(_backend.Create(), 1, between);
        Assert.Equal("([('p0', Rate(Value=0, Note='new')), ('r0', Rate(Value=0, Note=null)), ('r1', Rate(Value=1, Note=null))], 0)", readAgain);
        Assert.Equal("([('p0', Rate(Value=0, Note='new')), ('r1', Rate(Value=1, Note=null))], 0)", (await third.RunAsync(_backend.Create(), 0, after)).Read);
    }

    [Fact]
    public async Task An_upgrade_converts_values()
    {
        var second = SharingGeneration.Compile("""
            public sealed record Rate(int Value, string Source);
            [State] internal partial BroadcastState<string, Rate> Rates { get; }
            [State(Upgrade = typeof(ToLength))] internal partial BroadcastState<int, int> Names { get; }
            public override void Store(int index) { }
            public override object? Read() => Names.OrderBy(entry => entry.Key).ToArray();
            internal sealed class ToLength : IStateUpgrade<string, int> { public static int Upgrade(string old) => old.Length * 10; }
            """);
        var (_, before) = await SharingGeneration.Compile(First).RunAsync(_backend.Create(), 2);
        Assert.Equal("[(0, 20), (1, 20)]", (await second.RunAsync(_backend.Create(), 0, before)).Read);
    }

    [Theory]
    [InlineData("BroadcastState<long, string>", "int32", "int64")]
    [InlineData("BroadcastState<int, int>", "string", "int32")]
    [InlineData("MapState<int, string>", "a broadcast state from int32 to string", "a map state from int32 to string")]
    public async Task Other_keys_other_values_and_another_kind_are_refused(string type, string stored, string declared)
    {
        var second = SharingGeneration.Compile($$"""
            public sealed record Rate(int Value, string Source);
            [State] internal partial BroadcastState<string, Rate> Rates { get; }
            [State] internal partial {{type}} Names { get; }
            public override void Store(int index) { }
            public override object? Read() => Names.Count;
            """);
        var (_, before) = await SharingGeneration.Compile(First).RunAsync(_backend.Create(), 2);
        var refusal = await Assert.ThrowsAsync<StateSchemaException>(() => second.RunAsync(_backend.Create(), 0, before));
        Assert.Equal(("sharing", "Names", stored, declared), (refusal.OperatorId, refusal.StateName, refusal.StoredShape, refusal.DeclaredShape));
    }

    public void Dispose()
    {
        _backend.Dispose();
        GC.SuppressFinalize(this);
    }
}
