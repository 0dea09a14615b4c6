using StateGen.Generators.Tests.Schemas;

namespace StateGen.Generators.Tests.Analyzers.SG4000;

public sealed class UnrestorableStateTests() : SchemaRuleTests("SG4009")
{
    private const string Count = "[State] private partial long Count { get; set; }";

    [Theory]
    [InlineData("long Count", "int Count")]
    [InlineData("long Count", "string? Count")]
    [InlineData("ListState<long> Count", "ListState<int> Count")]
    [InlineData("MapState<int, decimal> Count", "MapState<int, double> Count")]
    public Task A_type_that_does_not_hold_what_is_stored_is_reported(string before, string after)
    {
        var (type, name) = (after[..after.LastIndexOf(' ')], after[(after.LastIndexOf(' ') + 1)..]);
        var accessors = type.Contains("State", StringComparison.Ordinal) ? "{ get; }" : "{ get; set; }";
        return VerifyAfterAsync(
            Operator($"[State] private partial {before} {accessors}"),
            Operator($"[State] private partial [|{type}|] {name} {accessors}"),
            "State 'Count' of operator 'sample' cannot be restored");
    }

    [Fact]
    public Task Another_kind_of_state_is_reported() => VerifyAfterAsync(
        Operator(Count), Operator("[State] private partial [|ListState<long>|] Count { get; }"), "a value state of int64 to a list state of int64");

    [Fact]
    public Task A_member_of_a_type_is_named_at_every_state_that_uses_it() => VerifyAfterAsync(
        Operator("[State] private partial Money? Paid { get; set; } [State] private partial ListState<Basket> Baskets { get; }",
            "internal sealed record Money(int Cents); internal sealed record Basket(Money Total);"),
        Operator("[State] private partial [|Money?|] Paid { get; set; } [State] private partial [|ListState<Basket>|] Baskets { get; }",
            "internal sealed record Money(string Cents); internal sealed record Basket(Money Total);"),
        "State 'Paid' of operator 'sample' cannot be restored: 'Money.Cents' changed from int32 to string", "State 'Baskets'");

    [Fact]
    public Task States_that_exchanged_their_names_are_reported() => VerifyAfterAsync(
        Operator(Count + " [State] private partial long Total { get; set; }"),
        Operator("[State, FormerName(\"Total\")] private partial long [|Count|] { get; set; } [State, FormerName(\"Count\")] private partial long [|Total|] { get; set; }"),
        "State 'Count' of operator 'sample' cannot be restored: it cannot be matched by name: Count or Total became Count. Names were swapped", "it cannot be matched by name: Total or Count became Total");

    [Fact]
    public Task Recording_the_change_does_not_make_it_possible()
    {
        var next = Operator("[State] private partial [|int|] Count { get; set; }");
        var code = next.Replace("[|", "", StringComparison.Ordinal).Replace("|]", "", StringComparison.Ordinal);
        return VerifyAsync(RecordedProject.After(Operator(Count) + Neighbour).Record(code + Neighbour), next);
    }

    [Fact]
    public Task An_older_generation_counts_too()
    {
        var first = Operator("[State] private partial int? Count { get; set; }");
        var second = Operator("[State] private partial long? Count { get; set; }");
        return VerifyAsync(RecordedProject.After(first + Neighbour, second + Neighbour), Operator("[State] private partial [|int?|] Count { get; set; }"));
    }

    [Fact]
    public Task What_was_never_shipped_may_change() => VerifyAsync(
        new RecordedProject().Record(Operator("") + Neighbour).Ship().Record(Operator(Count) + Neighbour).Record(Operator("[State] private partial string? Count { get; set; }") + Neighbour),
        Operator("[State] private partial string? Count { get; set; }"));

    [Fact]
    public Task What_an_upgrade_converts_can_be_restored() => VerifyAfterAsync(
        Operator("[State] private partial ListState<string> Log { get; }"),
        Operator("[State(Upgrade = typeof(Up))] private partial {|SG4008:ListState<Amount>|} Log { get; }", UpgradeFrom("string")));

    [Fact]
    public Task An_upgrade_from_another_type_does_not_help() => VerifyAfterAsync(
        Operator("[State] private partial ListState<string> Log { get; }"),
        Operator("[State(Upgrade = typeof(Up))] private partial [|ListState<Amount>|] Log { get; }", UpgradeFrom("int")),
        "No upgrade of the state can read the stored values: TOld of an IStateUpgrade<TOld, TNew> must have exactly the stored shape of string");

    [Fact]
    public Task An_upgrade_stays_as_long_as_a_shipped_version_needs_it()
    {
        var upgraded = Operator("[State(Upgrade = typeof(Up))] private partial ListState<Amount> Log { get; }", UpgradeFrom("string"));
        return VerifyAsync(
            RecordedProject.After(Operator("[State] private partial ListState<string> Log { get; }") + Neighbour, upgraded + Neighbour),
            Operator("[State] private partial [|ListState<Amount>|] Log { get; }", "internal sealed record Amount(long Cents);"),
            "no upgrade of the program reads them. Restore the upgrade: [State(Upgrade = typeof(...))]");
    }

    private static string UpgradeFrom(string old) => $$"""
        internal sealed record Amount(long Cents);
        internal sealed class Up : IStateUpgrade<{{old}}, Amount>
        {
            public static Amount Upgrade({{old}} old) => new(0);
        }
        """;

    [Fact]
    public Task The_same_state_is_correct() => VerifyAfterAsync(Operator(Count), Operator(Count));

    [Fact]
    public Task A_type_that_holds_all_that_is_stored_is_another_rule() => VerifyAfterAsync(
        Operator("[State] private partial int Count { get; set; }"), Operator("[State] private partial {|SG4008:long|} Count { get; set; }"));

    [Fact]
    public Task A_new_state_beside_the_other_may_have_any_type() => VerifyAfterAsync(
        Operator(Count), Operator(Count + " [State] private partial string? {|SG4003:Name|} { get; set; }"));

    [Fact]
    public Task A_state_that_is_gone_is_another_rule() => VerifyAfterAsync(
        Operator(Count + " [State] private partial string? Name { get; set; }"), Operator(Count).Replace("class Sample", "class {|SG4005:Sample|}", StringComparison.Ordinal));

    private const string Functions = """
        internal readonly struct Sum : IReducer<long> { public static long Reduce(long accumulator, long value) => accumulator + value; }
        internal readonly struct Count : IAggregator<string, long, int> { public static long CreateAccumulator() => 0; public static long Add(long accumulator, string value) => accumulator + 1; public static int GetResult(long accumulator) => (int)accumulator; }
        internal readonly struct Short : IReducer<int> { public static int Reduce(int accumulator, int value) => accumulator + value; }
        """;

    [Fact]
    public Task A_value_state_that_becomes_an_accumulator_is_reported_and_the_reverse() => VerifyAfterAsync(
        Operator(Count + " [State] private partial ReducingState<long, Sum> Total { get; }", Functions),
        Operator("[State] private partial [|ReducingState<long, Sum>|] Count { get; } [State] private partial [|long|] Total { get; set; }", Functions),
        "a value state of int64 to a reducing state of int64", "a reducing state of int64 to a value state of int64");

    [Fact]
    public Task An_accumulator_that_does_not_hold_what_is_stored_is_reported() => VerifyAfterAsync(
        Operator("[State] private partial ReducingState<long, Sum> Total { get; }", Functions),
        Operator("[State] private partial [|ReducingState<int, Short>|] Total { get; }", Functions), "from int64 to int32");
}
