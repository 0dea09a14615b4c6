namespace StateGen.Generators.Tests.Analyzers.SG1000;

public sealed class DuplicateStateNameTests() : RuleTests("SG1007")
{
    [Fact]
    public Task Two_states_with_the_same_explicit_name_are_reported_at_the_second() => VerifyMembersAsync("""
        [State(Name = "total")] private partial long Count { get; set; }
        [State(Name = "total")] private partial long [|Sum|] { get; set; }
        """);

    [Fact]
    public Task An_explicit_name_that_is_the_name_of_another_property_is_reported() => VerifyMembersAsync("""
        [State] private partial long Count { get; set; }
        [State(Name = "Count")] private partial long [|Sum|] { get; set; }
        """);

    [Fact]
    public Task A_value_and_a_map_share_the_names() => VerifyMembersAsync("""
        [State(Name = "totals")] private partial long Count { get; set; }
        [State(Name = "totals")] private partial MapState<string, int> [|Totals|] { get; }
        """);

    [Fact]
    public Task Every_further_state_of_a_name_is_reported() => VerifyMembersAsync("""
        [State(Name = "a")] private partial long First { get; set; }
        [State(Name = "a")] private partial long [|Second|] { get; set; }
        [State(Name = "a")] private partial long [|Third|] { get; set; }
        """);

    [Fact]
    public Task Names_that_differ_in_case_are_different() => VerifyMembersAsync("""
        [State(Name = "total")] private partial long Count { get; set; }
        [State(Name = "Total")] private partial long Sum { get; set; }
        """);

    [Fact]
    public Task The_own_name_of_a_property_may_be_repeated() => VerifyMembersAsync("""
        [State(Name = "Count")] private partial long Count { get; set; }
        [State(Name = nameof(Sum))] private partial long Sum { get; set; }
        """);

    [Fact]
    public Task Two_operators_may_have_states_of_one_name() => VerifyAsync("""
        [Operator("first")]
        internal sealed partial class First : KeyedOperator<string, int, int>
        {
            [State(Name = "total")] private partial long Count { get; set; }

            protected override void OnEvent(int value, OperatorContext<int> context) => ClearState();
        }

        [Operator("second")]
        internal sealed partial class Second : KeyedOperator<string, int, int>
        {
            [State(Name = "total")] private partial long Count { get; set; }

            protected override void OnEvent(int value, OperatorContext<int> context) => ClearState();
        }
        """);

    [Fact]
    public Task Two_properties_of_one_name_are_the_business_of_the_compiler() => VerifyMembersAsync("""
        [State] private partial long Count { get; set; }
        [State] private partial long {|CS0102:{|CS9250:Count|}|} { get; set; }
        """);

    [Fact]
    public Task Two_lists_of_one_name_are_reported() => VerifyMembersAsync("[State(Name = \"a\")] private partial ListState<int> First { get; } [State(Name = \"a\")] private partial ListState<int> [|Second|] { get; }");

    [Fact]
    public Task A_constant_is_compared_by_its_value() => VerifyMembersAsync("private const string Name = \"Count\"; [State] private partial long Count { get; set; } [State(Name = Name)] private partial long [|Sum|] { get; set; }");

    [Fact]
    public Task A_former_name_may_be_the_name_of_another_state() => VerifyMembersAsync("[State] private partial long Count { get; set; } [State, FormerName(\"Count\")] private partial int Sum { get; set; }");

    [Fact]
    public Task A_property_that_is_no_state_does_not_take_a_name() => VerifyMembersAsync("private long Count { get; set; } [State(Name = \"Count\")] private partial long Sum { get; set; }");

    [Fact]
    public Task A_name_that_another_file_has_is_reported() => VerifyFilesAsync(
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
            [State(Name = nameof(Count))] private partial ListState<int> [|All|] { get; }
        }
        """);

    [Fact]
    public Task Names_that_differ_in_a_blank_are_different() => VerifyMembersAsync("""
        [State(Name = "total")] private partial long Count { get; set; }
        [State(Name = "total ")] private partial long Sum { get; set; }
        """);

    [Fact]
    public Task A_property_whose_state_has_another_name_leaves_its_own_to_others() => VerifyMembersAsync("""
        [State(Name = "n")] private partial long Count { get; set; }
        [State(Name = "Count")] private partial long Sum { get; set; }
        """);
}
