using StateGen.CodeFixes.SG1000;

namespace StateGen.Generators.Tests.Analyzers.SG1000;

public sealed class StateNotPartialTests() : RuleTests("SG1003")
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

    [Fact]
    public Task The_fix_leaves_the_accessors_to_the_generator() => VerifyFixAsync<StateDeclarationCodeFixProvider>(
        """
        [State] long [|Count|] => 1;
            /// <summary>The last.</summary>
            [State, Ttl(Days = 1)]
            internal int [|Last|]
            {
                get => 1;
                private set => throw new NotSupportedException();
            } // of all
            [State] private string [|Name|] { get; set; } = "";
            [State] private MapState<string, int> [|Totals|] { get; } = null!;
        """, "Last = value;", """
        [State] partial long Count { get; set; }
            /// <summary>The last.</summary>
            [State, Ttl(Days = 1)]
            internal partial int Last { get; private set; } // of all
            [State] private partial string? Name { get; set; }
            [State] private partial MapState<string, int> Totals { get; }
        """, "Last = value;");

    [Fact]
    public Task The_fix_removes_a_half_that_was_written_by_hand() => VerifyFixAsync<StateDeclarationCodeFixProvider>(
        """
        [State] private partial long [|Count|] { get; set; }
            private partial long Count
            {
                get => 1;
                set => throw new NotSupportedException();
            }
        """, "Count++;", "[State] private partial long Count { get; set; }", "Count++;");

    [Fact]
    public Task No_fix_takes_away_a_setter_that_is_used() => VerifyNoFixAsync<StateDeclarationCodeFixProvider>(
        "[State] private MapState<string, int> [|Totals|] { get; set; } = null!;", "Totals = null!;");

    [Fact]
    public Task There_is_no_fix_for_static_state() => VerifyNoFixAsync<StateDeclarationCodeFixProvider>(
        "[State] static long [|Count|] { get; set; }", "");

    [Fact]
    public Task State_may_be_of_any_accessibility() => VerifyMembersAsync("[State] internal partial long Count { get; set; } [State] private partial long? Last { get; set; }");

    [Fact]
    public Task An_attribute_of_the_same_name_is_another_one() => VerifyAsync("""
        [Operator("sample")]
        internal sealed partial class Sample : KeyedOperator<string, int, int>
        {
            [Mine.State] private long Count { get; set; }

            protected override void OnEvent(int value, OperatorContext<int> context) => ClearState();
        }

        internal static class Mine
        {
            internal sealed class StateAttribute : Attribute;
        }
        """);

    [Fact]
    public Task A_field_beside_it_is_no_body() => VerifyMembersAsync("private readonly long _first = 1; [State] private partial long Count { get; set; } private long Next => _first + Count;");

    [Fact]
    public Task A_property_over_a_field_is_reported() => VerifyMembersAsync("""
        private long _count;

        [State] private long [|Count|] { get => _count; set => _count = value; }
        """);

    [Fact]
    public Task A_half_that_another_file_has_is_reported() => VerifyFilesAsync(
        """
        [Operator("sample")]
        internal sealed partial class Sample : KeyedOperator<string, int, int>
        {
            [State] private partial long [|Count|] { get; set; }

            protected override void OnEvent(int value, OperatorContext<int> context) => ClearState();
        }
        """,
        """
        internal sealed partial class Sample
        {
            private partial long Count { get => 1; set => throw new NotSupportedException(); }
        }
        """);
}
