using StateGen.Generators.Tests.Schemas;

namespace StateGen.Generators.Tests.Analyzers.SG4000;

public sealed class UnrecordedOneWayChangeTests() : SchemaRuleTests("SG4008")
{
    [Fact]
    public Task A_wider_type_is_reported() => VerifyAfterAsync(
        Operator("[State] private partial int Count { get; set; }"),
        Operator("[State] private partial [|long|] Count { get; set; }"),
        "changed from int32 to int64", "the previous version cannot read what this version writes");

    [Fact]
    public Task A_new_member_of_an_enum_is_reported_and_its_state_named() => VerifyAfterAsync(
        Operator("[State] private partial ListState<Color> Log { get; }", "internal enum Color { Red }"),
        Operator("[State] private partial [|ListState<Color>|] Log { get; }", "internal enum Color { Red, Green }"),
        "'Color.Green'");

    [Fact]
    public Task Only_the_states_that_are_changed_are_reported() => VerifyAfterAsync(
        Operator("[State] private partial int Count { get; set; } [State] private partial ListState<int> Log { get; }"),
        Operator("[State] private partial [|long|] Count { get; set; } [State, Ttl(Days = 1)] private partial {|SG4007:ListState<int>|} Log { get; }"));

    [Fact]
    public Task A_change_that_is_recorded_is_correct()
    {
        var next = Operator("[State] private partial long Count { get; set; }");
        return VerifyAsync(RecordedProject.After(Operator("[State] private partial int Count { get; set; }") + Neighbour).Record(next + Neighbour), next);
    }

    [Fact]
    public Task A_wider_type_is_reported_of_a_state_whose_new_name_is_recorded()
    {
        var shipped = Operator("[State] private partial int Items { get; set; }");
        var renamed = Operator("[State, FormerName(\"Items\")] private partial int Articles { get; set; }");
        return VerifyAsync(
            RecordedProject.After(shipped + Neighbour).Record(renamed + Neighbour),
            Operator("[State, FormerName(\"Items\")] private partial [|long|] Articles { get; set; }"),
            "changed from int32 to int64", "the previous version cannot read what this version writes");
    }

    [Fact]
    public Task A_wider_member_is_reported() => VerifyAfterAsync(
        Operator("[State] private partial ListState<Money> Paid { get; }", "internal sealed record Money(int Cents);"),
        Operator("[State] private partial [|ListState<Money>|] Paid { get; }", "internal sealed record Money(long Cents);"),
        "'Money.Cents' changed from int32 to int64");

    [Fact]
    public Task A_wider_value_of_a_map_is_reported() => VerifyAfterAsync(
        Operator("[State] private partial MapState<int, float> Prices { get; }"),
        Operator("[State] private partial [|MapState<int, double>|] Prices { get; }"));

    [Fact]
    public Task The_same_type_is_correct() => VerifyAfterAsync(
        Operator("[State] private partial int Count { get; set; }"), Operator("[State] private partial System.Int32 Count { get; set; }"));

    [Fact]
    public Task What_was_never_shipped_and_is_recorded_as_it_is_may_be_wider()
    {
        var next = Operator("[State] private partial long Count { get; set; }");
        return VerifyAsync(RecordedProject.After(Neighbour).Record(Operator("[State] private partial int Count { get; set; }") + Neighbour).Record(next + Neighbour), next);
    }

    [Fact]
    public Task A_change_that_both_versions_can_read_is_another_rule() => VerifyAfterAsync(
        Operator("[State] private partial ListState<int> Log { get; }"), Operator("[State, Ttl(Days = 1)] private partial {|SG4007:ListState<int>|} Log { get; }"));

    [Fact]
    public Task A_state_that_is_added_is_another_rule() => VerifyAfterAsync(
        Operator("[State] private partial int Count { get; set; }"), Operator("[State] private partial int Count { get; set; } [State] private partial long {|SG4003:Total|} { get; set; }"));

    [Fact]
    public Task A_name_in_another_place_of_a_tuple_is_no_change() => VerifyAfterAsync(
        Operator("[State] private partial (int A, int B) Pair { get; set; }"), Operator("[State] private partial (int C, int D) Pair { get; set; }"));
}
