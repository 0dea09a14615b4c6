using StateGen.Generators.Tests.Schemas;

namespace StateGen.Generators.Tests.Analyzers.SG4000;

public sealed class UnrecordedStateTests() : SchemaRuleTests("SG4003")
{
    private const string Count = "[State] private partial long Count { get; set; }";

    [Fact]
    public Task A_new_state_of_every_kind_is_reported_at_its_name() => VerifyAfterAsync(Operator(Count), Operator(Count + """
        [State] private partial int [|Last|] { get; set; }
            [State] private partial MapState<int, string> [|Names|] { get; }
            [State] private partial ListState<Entry> [|Log|] { get; }
        """, "internal sealed record Entry(int Value);"), "State 'Last' of operator 'sample' is new", "list state of Entry");

    [Fact]
    public Task The_name_in_the_attribute_is_the_one_that_counts() => VerifyAfterAsync(
        Operator("""[State(Name = "c")] private partial long Count { get; set; }"""),
        Operator("""[State(Name = "c")] private partial long Total { get; set; }"""));

    [Fact]
    public async Task A_state_that_is_recorded_is_correct_shipped_or_not()
    {
        var code = Operator(Count) + Neighbour;
        await VerifyAsync(new RecordedProject().Record(code), Operator(Count));
        await VerifyAsync(RecordedProject.After(code), Operator(Count));
    }

    [Fact]
    public Task A_state_that_comes_back_is_new() => VerifyAsync(
        RecordedProject.After(Operator(Count) + Neighbour, Operator("") + Neighbour), Operator("[State] private partial long [|Count|] { get; set; }"));

    [Fact]
    public Task Nothing_is_said_about_an_operator_that_is_wrong_in_itself() => VerifyAfterAsync(
        Operator(Count), Operator("[State] private partial {|SG1009:object?|} Count { get; set; }"));

    [Fact]
    public Task A_state_in_another_declaration_of_the_class_is_reported() => VerifyAfterAsync(
        Operator(Count), Operator(Count, "internal sealed partial class Sample { [State] private partial int [|Last|] { get; set; } }"), "State 'Last'");

    [Fact]
    public Task The_first_state_of_an_operator_is_reported() => VerifyAfterAsync(Operator(""), Operator("[State] private partial long [|Count|] { get; set; }"));

    [Fact]
    public Task A_state_of_a_recorded_operator_that_was_not_shipped_is_reported() => VerifyAsync(
        new RecordedProject().Record(Operator(Count) + Neighbour), Operator(Count + "[State] private partial int [|Last|] { get; set; }"));

    [Fact]
    public Task A_state_of_the_name_of_one_that_another_operator_has_is_reported() => VerifyAfterAsync(
        Operator(""), Operator("[State(Name = \"Count\")] private partial long [|Total|] { get; set; }"));

    [Fact]
    public Task A_property_that_is_no_state_need_not_be_recorded() => VerifyAfterAsync(Operator(Count), Operator(Count + "private int Last { get; set; }"));

    [Fact]
    public Task A_state_that_has_its_former_name_is_not_new() => VerifyAfterAsync(
        Operator(Count), Operator("[State, FormerName(\"Count\")] private partial long {|SG4007:Total|} { get; set; }"));
}
