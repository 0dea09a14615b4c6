namespace StateGen.Generators.Tests.Analyzers.Rules;

public sealed class StateMustBePartialAnalyzerTests() : RuleTests("SG1003")
{
    [Fact]
    public Task A_property_that_is_not_partial_is_reported() => VerifyMembersAsync("[State] private long [|Count|] { get; set; }");

    [Fact]
    public Task A_computed_property_is_reported() => VerifyMembersAsync("[State] private long [|Count|] => 1;");

    [Fact]
    public Task A_partial_property_with_a_hand_written_half_is_reported() => VerifyMembersAsync("""
        [State] private partial long [|Count|] { get; set; }

        private partial long Count
        {
            get => 1;
            set => throw new NotSupportedException();
        }
        """);

    [Fact]
    public Task A_collection_that_is_not_partial_is_reported() => VerifyMembersAsync("[State] private MapState<string, int> [|Totals|] { get; } = null!;");

    [Fact]
    public Task Partial_properties_are_correct() => VerifyMembersAsync("""
        [State] private partial long Count { get; set; }
        [State] private partial MapState<string, int> Totals { get; }
        """);

    [Fact]
    public Task A_partial_property_that_is_no_state_may_have_a_hand_written_half() => VerifyMembersAsync("""
        private partial long Count { get; }

        private partial long Count => 1;
        """);

    [Fact]
    public Task A_property_that_is_no_state_need_not_be_partial() => VerifyMembersAsync("private long Count { get; set; }");
}
