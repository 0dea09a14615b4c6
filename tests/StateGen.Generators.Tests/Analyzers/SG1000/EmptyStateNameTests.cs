using StateGen.CodeFixes.SG1000;

namespace StateGen.Generators.Tests.Analyzers.SG1000;

public sealed class EmptyStateNameTests() : RuleTests("SG1019")
{
    [Fact]
    public Task An_empty_name_is_reported() => VerifyMembersAsync("""
        [State(Name = [|""|])] private partial long Count { get; set; }
        """);

    [Fact]
    public Task A_blank_name_is_reported() => VerifyMembersAsync("""
        [State(Name = [|" "|])] private partial MapState<string, int> Totals { get; }
        """);

    [Fact]
    public Task A_constant_that_is_empty_is_reported() => VerifyMembersAsync("""
        private const string None = "";

        [State(Name = [|None|])] private partial long Count { get; set; }
        """);

    [Fact]
    public Task No_name_is_correct() => VerifyMembersAsync("[State] private partial long Count { get; set; }");

    [Fact]
    public Task A_name_is_correct() => VerifyMembersAsync("""
        [State(Name = "number of flights")] private partial long Count { get; set; }
        """);

    [Fact]
    public Task Null_is_no_name_at_all() => VerifyMembersAsync("[State(Name = null)] private partial long Count { get; set; }");

    [Fact]
    public Task The_fix_leaves_the_name_out() => VerifyFixAsync<EmptyStateNameCodeFixProvider>(
        """
        [State(Name = [|""|])] private partial long Count { get; set; }
            [State(Copy = true, Name = [|" "|])] private partial int[]? Last { get; set; }
        """, "Count++;", """
        [State] private partial long Count { get; set; }
            [State(Copy = true)] private partial int[]? Last { get; set; }
        """, "Count++;");

    [Fact]
    public Task There_is_no_fix_where_another_state_has_the_name() => VerifyNoFixAsync<EmptyStateNameCodeFixProvider>(
        """
        [State(Name = [|""|])] private partial long Count { get; set; }
            [State(Name = "Count")] private partial long Other { get; set; }
        """, "Count++;");

    [Fact]
    public Task A_name_of_blanks_of_a_list_is_reported() => VerifyMembersAsync("[State(Name = [|\"\\t\\n\"|])] private partial ListState<int> Seen { get; }");

    [Fact]
    public Task A_name_beside_other_arguments_is_reported() => VerifyMembersAsync("[State(Copy = true, Name = [|\"\"|])] private partial int[]? Last { get; set; }");

    [Fact]
    public Task A_constant_is_correct() => VerifyMembersAsync("private const string Total = \"total\"; [State(Name = Total)] private partial long Count { get; set; }");

    [Fact]
    public Task Blanks_in_a_name_are_correct() => VerifyMembersAsync("[State(Name = \" a b \")] private partial long Count { get; set; }");

    [Fact]
    public Task The_name_of_the_property_is_correct() => VerifyMembersAsync("[State(Name = nameof(Count))] private partial long Count { get; set; }");

    [Fact]
    public Task A_constant_of_another_class_in_a_text_is_reported() => VerifyMembersAsync(
        "[State(Name = [|$\"{Names.None}\"|])] private partial long Count { get; set; }", "internal static class Names { public const string None = \"\"; }");
}
