using StateGen.CodeFixes;

namespace StateGen.Generators.Tests.Analyzers.Rules;

public sealed class StateMustNotBeStaticAnalyzerTests() : RuleTests("SG1005")
{
    [Fact]
    public Task A_static_value_is_reported() => VerifyMembersAsync("[State] private [|static|] partial long Count { get; set; }");

    [Fact]
    public Task A_static_map_is_reported() => VerifyMembersAsync("[State] private [|static|] partial MapState<string, int> Totals { get; }");

    [Fact]
    public Task The_word_is_found_before_other_modifiers() => VerifyMembersAsync("[State] [|static|] internal partial long Count { get; set; }");

    [Fact]
    public Task State_of_the_instance_is_correct() => VerifyMembersAsync("[State] private partial long Count { get; set; }");

    [Fact]
    public Task A_static_property_that_is_no_state_is_correct() => VerifyMembersAsync("private static long Count { get; set; }");

    [Fact]
    public Task A_static_partial_property_that_is_no_state_is_correct() => VerifyMembersAsync("""
        private static partial long Count { get; }

        private static partial long Count => 1;
        """);

    [Fact]
    public Task The_fix_removes_the_word() => VerifyFixAsync<RemoveStaticCodeFixProvider>(
        """
        // First.
            [State] [|static|] internal partial long Count { get; set; }
            [State] private [|static|] partial MapState<string, int> Totals { get; }
        """, "Count++;", """
        // First.
            [State] internal partial long Count { get; set; }
            [State] private partial MapState<string, int> Totals { get; }
        """, "Count++;");

    [Fact]
    public Task There_is_no_fix_where_static_code_uses_the_state() => VerifyNoFixAsync<RemoveStaticCodeFixProvider>(
        """
        [State] private [|static|] partial long Count { get; set; }
            private static long Next() => Count + 1;
        """, "Next();");
}
