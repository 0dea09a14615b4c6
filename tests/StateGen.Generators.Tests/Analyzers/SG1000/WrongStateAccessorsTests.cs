using StateGen.CodeFixes.SG1000;

namespace StateGen.Generators.Tests.Analyzers.SG1000;

public sealed class WrongStateAccessorsTests() : RuleTests("SG1004")
{
    [Fact]
    public Task A_value_that_cannot_be_set_is_reported() => VerifyMembersAsync("[State] private partial long Count [|{ get; }|]");

    [Fact]
    public Task A_value_that_can_only_be_set_is_reported() => VerifyMembersAsync("[State] private partial long Count { [|set|]; }");

    [Fact]
    public Task A_value_that_can_only_be_initialized_is_reported() => VerifyMembersAsync("[State] private partial long Count { get; [|init|]; }");

    [Fact]
    public Task A_map_that_can_be_set_is_reported() => VerifyMembersAsync("[State] private partial MapState<string, int> Totals { get; [|set|]; }");

    [Fact]
    public Task A_list_that_can_be_initialized_is_reported() => VerifyMembersAsync("[State] private partial ListState<int> Seen { get; [|init|]; }");

    [Fact]
    public Task A_value_with_both_accessors_is_correct() => VerifyMembersAsync("[State] private partial long Count { get; set; }");

    [Fact]
    public Task A_value_with_accessors_of_different_accessibility_is_correct() => VerifyMembersAsync("[State] internal partial long Count { get; private set; }");

    [Fact]
    public Task Collections_that_can_only_be_read_are_correct() => VerifyMembersAsync("""
        [State] private partial MapState<string, int> Totals { get; }
        [State] private partial ListState<int> Seen { get; }
        """);

    [Fact]
    public Task The_fix_declares_the_accessors_of_the_kind() => VerifyFixAsync<StateDeclarationCodeFixProvider>(
        """
        [State] private partial long Count [|{ get; }|]
            [State] internal partial long Last { get; private [|init|]; }
            [State] private partial long Next { [|set|]; }
            [State] private partial MapState<string, int> Totals { get; [|set|]; }
        """, "Next = Count;", """
        [State] private partial long Count { get; set; }
            [State] internal partial long Last { get; private set; }
            [State] private partial long Next { get; set; }
            [State] private partial MapState<string, int> Totals { get; }
        """, "Next = Count;");

    [Fact]
    public Task No_fix_takes_away_a_setter_that_is_used() => VerifyNoFixAsync<StateDeclarationCodeFixProvider>(
        "[State] private partial ListState<int> Seen { get; [|set|]; }", "Seen = null!;");

    [Fact]
    public Task A_list_that_can_be_set_by_the_class_alone_is_reported() => VerifyMembersAsync("[State] internal partial ListState<int> Seen { get; private [|set|]; }");

    [Fact]
    public Task A_value_that_is_read_by_the_class_alone_is_correct() => VerifyMembersAsync("[State] internal partial long Count { private get; set; }");

    [Fact]
    public Task A_property_that_is_no_state_may_have_any_accessors() => VerifyMembersAsync("private long Count { get; } private long Last { get; init; } private MapState<string, int>? Totals { get; set; }");

    [Fact]
    public Task A_collection_that_others_may_read_is_correct() => VerifyMembersAsync("[State] internal partial ListState<int> Seen { get; }");

    [Fact]
    public Task A_value_of_text_that_cannot_be_set_is_reported() => VerifyMembersAsync("[State] internal partial string? Name [|{ get; }|]");

    [Fact]
    public Task A_nullable_tuple_with_both_accessors_is_correct() => VerifyMembersAsync("[State] private partial (int First, string? Last)? Span { get; set; }");

    [Fact]
    public Task A_map_that_can_be_set_in_another_file_is_reported() => VerifyFilesAsync(
        """
        [Operator("sample")]
        internal sealed partial class Sample : KeyedOperator<string, int, int>
        {
            protected override void OnEvent(int value, OperatorContext<int> context) => ClearState();
        }
        """,
        "internal sealed partial class Sample { [State] internal partial MapState<string, int> Totals { get; private [|set|]; } }");

    [Fact]
    public Task An_alias_of_a_map_is_a_map() => VerifyFilesAsync("""
        using Totals = StateGen.MapState<string, int>;

        [Operator("sample")]
        internal sealed partial class Sample : KeyedOperator<string, int, int>
        {
            [State] private partial Totals ByName { get; }

            protected override void OnEvent(int value, OperatorContext<int> context) => ClearState();
        }
        """);

    [Fact]
    public Task An_accumulator_that_can_be_set_is_reported_and_fixed() => VerifyFixAsync<StateDeclarationCodeFixProvider>(
        "[State] private partial ReducingState<int, Sum> Total { get; [|set|]; }", "Total.Add(value);",
        "[State] private partial ReducingState<int, Sum> Total { get; }", "Total.Add(value);",
        "internal readonly struct Sum : IReducer<int> { public static int Reduce(int accumulator, int value) => accumulator + value; }");
}
