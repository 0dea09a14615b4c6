using StateGen.Generators.Tests.Schemas;

namespace StateGen.Generators.Tests.Analyzers.SG4000;

public sealed class UnrecordedStateRemovalTests() : SchemaRuleTests("SG4005")
{
    private const string Both = "[State] private partial long Count { get; set; } [State] private partial MapState<int, string> Names { get; }";

    private static readonly string WithoutNames = Operator("[State] private partial long Count { get; set; }");

    [Fact]
    public Task A_removed_state_is_reported_at_the_operator() => VerifyAfterAsync(
        Operator(Both), WithoutNames.Replace("Sample", "[|Sample|]", StringComparison.Ordinal), "State 'Names' of operator 'sample' was removed");

    [Fact]
    public Task A_removal_that_is_recorded_is_correct() =>
        VerifyAsync(RecordedProject.After(Operator(Both) + Neighbour).Record(WithoutNames + Neighbour), WithoutNames);

    [Fact]
    public Task A_state_that_was_recorded_and_never_shipped_is_reported_too() =>
        VerifyAsync(new RecordedProject().Record(Operator(Both) + Neighbour), WithoutNames.Replace("Sample", "[|Sample|]", StringComparison.Ordinal));

    [Fact]
    public Task Every_state_that_is_gone_is_named() => VerifyAfterAsync(
        Operator(Both), Operator("").Replace("Sample", "[|[|Sample|]|]", StringComparison.Ordinal), "State 'Names'", "State 'Count'");

    [Fact]
    public Task A_state_that_is_replaced_by_one_of_another_type_is_reported() => VerifyAfterAsync(
        Operator("[State] private partial long Count { get; set; }"),
        Operator("[State] private partial string? {|SG4003:Name|} { get; set; }").Replace("class Sample", "class [|Sample|]", StringComparison.Ordinal));

    [Fact]
    public Task A_state_whose_property_has_another_name_is_not_gone() => VerifyAfterAsync(
        Operator("[State] private partial long Count { get; set; }"), Operator("[State(Name = \"Count\")] private partial long Total { get; set; }"));

    [Fact]
    public Task A_state_that_moved_to_another_declaration_of_the_class_is_not_gone() => VerifyAfterAsync(
        Operator("[State] private partial long Count { get; set; }"), Operator("", "internal sealed partial class Sample { [State] private partial long Count { get; set; } }"));

    [Fact]
    public Task States_in_another_order_are_not_gone() => VerifyAfterAsync(
        Operator(Both), Operator("[State] private partial MapState<int, string> Names { get; } [State] private partial long Count { get; set; }"));

    [Fact]
    public Task A_state_that_became_a_plain_property_is_reported() => VerifyAfterAsync(
        Operator(Both), Operator("[State] private partial long Count { get; set; } private Dictionary<int, string> Names { get; } = [];").Replace("class Sample", "class [|Sample|]", StringComparison.Ordinal));

    [Fact]
    public Task A_state_that_moved_to_another_operator_is_reported() => VerifyAfterAsync(
        Operator(Both) + Operator("", id: "\"other\"").Replace("class Sample", "class Other", StringComparison.Ordinal),
        WithoutNames.Replace("class Sample", "class [|Sample|]", StringComparison.Ordinal)
            + Operator("[State] private partial MapState<int, string> {|SG4003:Names|} { get; }", id: "\"other\"").Replace("class Sample", "class Other", StringComparison.Ordinal));

    [Fact]
    public Task A_state_that_has_another_name_and_says_its_former_one_is_not_gone() => VerifyAfterAsync(
        WithoutNames, Operator("[State, FormerName(\"Count\")] private partial long {|SG4007:Total|} { get; set; }"));

    [Fact]
    public Task A_state_that_is_wrong_in_itself_is_not_gone() => VerifyAfterAsync(
        Operator(Both), Operator("[State] private partial long Count { get; set; } [State] private partial {|SG1009:MapState<int, object>|} Names { get; }"));
}
