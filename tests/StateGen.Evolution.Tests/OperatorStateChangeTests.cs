using StateGen.TestKit.Backends;

namespace StateGen.Evolution.Tests;

/// <summary>Changes of operator states, with the real generated code of each generation.</summary>
public abstract class OperatorStateChangeTests(BackendUnderTest backend) : SharingChangeTests(backend, First)
{
    private const string First = """
        public sealed record Rate(int Value, string Source);
        [OperatorState] internal partial OperatorListState<Rate> Rates { get; }
        [OperatorState(Redistribution = OperatorStateRedistribution.Union)] internal partial OperatorListState<string> Names { get; }
        public override void Store(int index) { Rates.Add(new(index, "s")); Names.Add("n" + index); }
        public override object? Read() => (Rates.ToArray(), Names.ToArray());
        """;

    [Fact]
    public async Task Elements_follow_the_declared_type_and_names_may_change_through_several_generations()
    {
        const string Second = """
            public sealed record Rate(long Value, string? Note);
            [OperatorState, FormerName("Rates")] internal partial OperatorListState<Rate> Prices { get; }
            [OperatorState(Redistribution = OperatorStateRedistribution.Union)] internal partial OperatorListState<string> Names { get; }
            [OperatorState] internal partial OperatorListState<int> Added { get; }
            public override void Store(int index) { Prices.Add(new(-index, "new")); Added.Add(index); }
            public override object? Read() => (Prices.ToArray(), Names.ToArray(), Added.Count);
            """;
        // The name of a state that is gone finds none of its elements.
        const string Third = """
            public sealed record Rate(long Value, string? Note);
            [OperatorState, FormerName("Prices")] internal partial OperatorListState<Rate> Last { get; }
            [OperatorState] internal partial OperatorListState<string> Rates { get; }
            public override void Store(int index) => Last[index] = new(7, "set");
            public override object? Read() => (Last.ToArray(), Rates.Count);
            """;
        Assert.Equal(
            [
                "([], [])",
                "([Rate(Value=0, Note=null), Rate(Value=1, Note=null)], ['n0', 'n1'], 0)",
                "([Rate(Value=0, Note=null), Rate(Value=1, Note=null), Rate(Value=0, Note='new'), Rate(Value=-1, Note='new')], 0)",
                "([Rate(Value=7, Note='set'), Rate(Value=1, Note=null), Rate(Value=0, Note='new'), Rate(Value=-1, Note='new')], 0)",
            ],
            await ReadThroughAsync((Second, 2), (Third, 1), (Third, 0)));
    }

    [Fact]
    public async Task A_state_that_was_away_comes_back_empty()
    {
        const string Without = """
            [OperatorState] internal partial OperatorListState<int> Other { get; }
            public override void Store(int index) => Other.Add(index);
            public override object? Read() => Other.Count;
            """;
        Assert.Equal("([], [])", (await ReadThroughAsync((Without, 1), (First, 0)))[^1]);
    }

    [Fact]
    public async Task An_upgrade_converts_elements()
    {
        const string Second = """
            public sealed record Rate(int Value, string Source);
            [OperatorState] internal partial OperatorListState<Rate> Rates { get; }
            [OperatorState(Redistribution = OperatorStateRedistribution.Union, Upgrade = typeof(ToLength))] internal partial OperatorListState<int> Names { get; }
            public override void Store(int index) { }
            public override object? Read() => Names.ToArray();
            internal sealed class ToLength : IStateUpgrade<string, int> { public static int Upgrade(string old) => old.Length * 10; }
            """;
        Assert.Equal("[20, 20]", (await ReadThroughAsync((Second, 0)))[^1]);
    }

    [Theory]
    [InlineData("[OperatorState(Redistribution = OperatorStateRedistribution.Union)] internal partial OperatorListState<int>", "string", "int32")]
    [InlineData("[OperatorState] internal partial OperatorListState<string>", "a union operator list state of string", "a split operator list state of string")]
    [InlineData("[State] internal partial ListState<string>", "a union operator list state of string", "a list state of string")]
    public async Task Other_elements_another_redistribution_and_another_kind_are_refused(string declaration, string stored, string declared)
    {
        await AssertNamesAreRefusedAsync(
            $$"""
            public sealed record Rate(int Value, string Source);
            [OperatorState] internal partial OperatorListState<Rate> Rates { get; }
            {{declaration}} Names { get; }
            public override void Store(int index) { }
            public override object? Read() => Rates.Count;
            """,
            stored,
            declared);
    }
}
