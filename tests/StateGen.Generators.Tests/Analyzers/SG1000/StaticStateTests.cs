using StateGen.CodeFixes.SG1000;
using StateGen.Generators.Tests.Fixes;

namespace StateGen.Generators.Tests.Analyzers.SG1000;

public sealed class StaticStateTests() : RuleTests("SG1005")
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
    public Task The_fix_removes_the_word() => VerifyFixAsync<StaticStateCodeFixProvider>(
        """
        // First.
            [State] [|static|] internal partial long Count { get; set; }
            [State] private [|static|] partial MapState<string, int> Totals { get; }
        """, "Count++;", """
        // First.
            [State] internal partial long Count { get; set; }
            [State] private partial MapState<string, int> Totals { get; }
        """, "Count++;");

    [Theory]
    [InlineData("partial class Sample { [State] private partial long Count { get; set; } }")]
    [InlineData("class Empty;")]
    public async Task There_is_no_fix_for_code_that_has_changed_since_it_was_analyzed(string changed)
    {
        const string Code = """partial class Sample { [State] static partial long Count { get; set; } } [Operator("sample")] partial class Sample : KeyedOperator<string, int, int>;""";
        var fix = new FixedCode(new StaticStateCodeFixProvider(), RuleId);
        Assert.Equal(["Remove the static modifier"], await fix.FixAgainAsync(Code, Code));
        Assert.Empty(await fix.FixAgainAsync(Code, changed));
    }

    [Fact]
    public Task There_is_no_fix_where_static_code_uses_the_state() => VerifyNoFixAsync<StaticStateCodeFixProvider>(
        """
        [State] private [|static|] partial long Count { get; set; }
            private static long Next() => Count + 1;
        """, "Next();");

    [Fact]
    public Task A_static_list_is_reported() => VerifyMembersAsync("[State] private [|static|] partial ListState<int> Seen { get; }");

    [Fact]
    public Task A_constant_beside_state_is_correct() => VerifyMembersAsync("private const long Most = 3; [State] private partial long Count { get; set; } private bool IsFull => Count == Most;");

    [Fact]
    public Task A_static_method_that_is_given_state_is_correct() => VerifyMembersAsync("[State] private partial long Count { get; set; } private long Next => Add(Count); private static long Add(long count) => count + 1;");

    [Fact]
    public Task An_operator_in_a_static_class_has_state_of_the_instance() => VerifyAsync("""
        internal static partial class Outer
        {
            [Operator("sample")]
            internal sealed partial class Sample : KeyedOperator<string, int, int>
            {
                [State] private partial long Count { get; set; }

                protected override void OnEvent(int value, OperatorContext<int> context) => ClearState();
            }
        }
        """);

    [Fact]
    public Task A_static_value_in_another_file_is_reported() => VerifyFilesAsync(
        """
        [Operator("sample")]
        internal sealed partial class Sample : KeyedOperator<string, int, int>
        {
            [State] private partial long Count { get; set; }

            protected override void OnEvent(int value, OperatorContext<int> context) => ClearState();
        }
        """,
        """
        internal sealed partial class Sample
        {
            [State(Name = "last"), Ttl(Days = 1)] internal [|static|] partial string? Last { get; set; }
        }
        """);

    [Fact]
    public Task A_static_value_of_a_generic_operator_is_reported() => VerifyAsync("""
        [Operator("sample")]
        internal sealed partial class Sample<T> : KeyedOperator<string, int, T>
        {
            [State] private [|static|] partial long? Count { get; set; }

            protected override void OnEvent(int value, OperatorContext<T> context) => ClearState();
        }
        """);
}
