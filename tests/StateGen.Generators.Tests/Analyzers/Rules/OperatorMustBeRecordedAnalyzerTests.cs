using StateGen.Generators.Tests.Schemas;

namespace StateGen.Generators.Tests.Analyzers.Rules;

public sealed class OperatorMustBeRecordedAnalyzerTests() : SchemaRuleTests("SG4002")
{
    private const string Count = "[State] private partial long Count { get; set; }";

    [Fact]
    public Task A_new_operator_is_reported_at_its_name() =>
        VerifyAfterAsync("", Operator(Count).Replace("class Sample", "class [|Sample|]", StringComparison.Ordinal), "Operator 'sample' is not recorded");

    [Fact]
    public Task An_operator_without_state_is_reported_too() =>
        VerifyAfterAsync("", Operator("").Replace("class Sample", "class [|Sample|]", StringComparison.Ordinal));

    [Fact]
    public Task A_recorded_operator_is_correct() => VerifyAsync(RecordedProject.After(Neighbour).Record(Operator(Count) + Neighbour), Operator(Count));

    [Fact]
    public Task An_operator_whose_removal_is_recorded_and_that_comes_back_is_reported() => VerifyAsync(
        RecordedProject.After(Operator(Count) + Neighbour, Neighbour), Operator(Count).Replace("class Sample", "class [|Sample|]", StringComparison.Ordinal));
}
