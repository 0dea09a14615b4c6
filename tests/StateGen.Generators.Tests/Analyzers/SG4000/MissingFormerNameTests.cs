using StateGen.Generators.Tests.Schemas;

namespace StateGen.Generators.Tests.Analyzers.SG4000;

public sealed class MissingFormerNameTests() : SchemaRuleTests("SG4006")
{
    private const string Count = "[State] private partial long Count { get; set; }";

    [Fact]
    public Task A_state_of_the_same_kind_and_type_with_another_name_is_reported() => VerifyAfterAsync(
        Operator(Count), Operator("[State] private partial long [|Total|] { get; set; }"), "'Total' is new, and 'Count' of the same type was removed");

    [Fact]
    public Task A_state_of_another_type_is_another_state() => VerifyAfterAsync(
        Operator(Count).Replace("class Sample", "class Sample", StringComparison.Ordinal),
        Operator("[State] private partial int {|SG4003:Total|} { get; set; }").Replace("class Sample", "class {|SG4005:Sample|}", StringComparison.Ordinal));

    [Fact]
    public Task A_renamed_member_is_reported_at_the_state_that_uses_it() => VerifyAfterAsync(
        Operator("[State] private partial ListState<Money> Paid { get; }", "internal sealed record Money(int Cents, string Currency);"),
        Operator("[State] private partial [|ListState<Money>|] Paid { get; }", "internal sealed record Money(int Amount, string Currency);"),
        "'Amount' is new, and 'Cents' of the same type was removed");

    [Fact]
    public Task What_is_recorded_as_removed_and_added_is_correct()
    {
        var next = Operator("[State] private partial long Total { get; set; }");
        return VerifyAsync(RecordedProject.After(Operator(Count) + Neighbour).Record(next + Neighbour), next);
    }

    [Fact]
    public Task What_was_never_shipped_has_nothing_to_lose() => VerifyAsync(
        new RecordedProject().Record(Operator(Count) + Neighbour),
        Operator("[State] private partial long {|SG4003:Total|} { get; set; }").Replace("class Sample", "class {|SG4005:Sample|}", StringComparison.Ordinal));

    [Fact]
    public Task A_map_with_another_name_is_reported() => VerifyAfterAsync(
        Operator("[State] private partial MapState<int, string> Names { get; }"), Operator("[State] private partial MapState<int, string> [|Titles|] { get; }"),
        "'Titles' is new, and 'Names' of the same type was removed");

    [Fact]
    public Task A_list_with_another_name_is_reported() => VerifyAfterAsync(
        Operator("[State] private partial ListState<int> Seen { get; }"), Operator("[State] private partial ListState<int> [|Met|] { get; }"));

    [Fact]
    public Task Another_name_in_the_attribute_is_reported() => VerifyAfterAsync(
        Operator(Count), Operator("[State(Name = \"total\")] private partial long [|Count|] { get; set; }"), "'total' is new, and 'Count' of the same type was removed");

    [Fact]
    public Task A_state_that_says_its_former_name_is_another_rule() => VerifyAfterAsync(
        Operator(Count), Operator("[State, FormerName(\"Count\")] private partial long {|SG4007:Total|} { get; set; }"));

    [Fact]
    public Task A_state_beside_the_other_is_new() => VerifyAfterAsync(
        Operator(Count), Operator(Count + " [State] private partial long {|SG4003:Total|} { get; set; }"));

    [Fact]
    public Task A_state_of_another_kind_is_another_state() => VerifyAfterAsync(
        Operator(Count), Operator("[State] private partial ListState<long> {|SG4003:Total|} { get; }").Replace("class Sample", "class {|SG4005:Sample|}", StringComparison.Ordinal));

    [Fact]
    public Task Every_state_with_another_name_is_reported() => VerifyAfterAsync(
        Operator(Count + " [State] private partial MapState<int, string> Names { get; }"),
        Operator("[State] private partial long [|Total|] { get; set; } [State] private partial MapState<int, string> [|Titles|] { get; }"),
        "'Total' is new, and 'Count'", "'Titles' is new, and 'Names'");
}
