using StateGen.Generators.Tests.Schemas;

namespace StateGen.Generators.Tests.Analyzers.Rules;

public sealed class StateRemovalMustBeRecordedAnalyzerTests() : SchemaRuleTests("SG4005")
{
    private const string Both = "[State] private partial long Count { get; set; } [State] private partial MapState<int, string> Names { get; }";

    private static readonly string WithoutNames = Operator("[State] private partial long Count { get; set; }");

    [Fact]
    public Task A_removed_state_is_reported_at_the_operator() => VerifyAfterAsync(
        Operator(Both), WithoutNames.Replace("Sample", "[|Sample|]", StringComparison.Ordinal), "State 'Names' of operator 'sample' is recorded and gone");

    [Fact]
    public Task A_removal_that_is_recorded_is_correct() =>
        VerifyAsync(RecordedProject.After(Operator(Both) + Neighbour).Record(WithoutNames + Neighbour), WithoutNames);

    [Fact]
    public Task A_state_that_was_recorded_and_never_shipped_is_reported_too() =>
        VerifyAsync(new RecordedProject().Record(Operator(Both) + Neighbour), WithoutNames.Replace("Sample", "[|Sample|]", StringComparison.Ordinal));
}
