using StateGen.CodeFixes.SG1000;
using StateGen.Generators.Tests.Fixes;

namespace StateGen.Generators.Tests.Analyzers.SG1000;

public sealed class StateInitializerTests() : RuleTests("SG1012")
{
    [Fact]
    public Task An_initial_value_is_reported() => VerifyMembersAsync("[State] private partial long {|CS8050:Count|} { get; set; } [|= 1|];");

    [Fact]
    public Task An_initial_value_that_is_the_default_is_reported() => VerifyMembersAsync("[State] private partial string? {|CS8050:Name|} { get; set; } [|= null|];");

    [Fact]
    public Task An_initial_map_is_reported() => VerifyMembersAsync("[State] private partial MapState<string, int> {|CS8050:Totals|} { get; } [|= null!|];");

    [Fact]
    public Task No_initial_value_is_correct() => VerifyMembersAsync("[State] private partial long? Count { get; set; }");

    [Fact]
    public Task A_property_that_is_no_state_may_have_one() => VerifyMembersAsync("private long Count { get; set; } = 1;");

    [Fact]
    public Task A_field_may_have_one() => VerifyMembersAsync("""
        private readonly long _limit = 1;

        [State] private partial long Count { get; set; }

        private bool IsFull => Count == _limit;
        """);

    [Fact]
    public Task The_fix_removes_the_initializer() => VerifyFixAsync<StateDeclarationCodeFixProvider>(
        """
        [State] private partial long {|CS8050:Count|} { get; set; } [|= 1|]; // events
            [State] private partial MapState<string, int> {|CS8050:Totals|} { get; } [|= null!|];
        """, "Count++;", """
        [State] private partial long Count { get; set; } // events
            [State] private partial MapState<string, int> Totals { get; }
        """, "Count++;");

    // Editors and "dotnet format" offer fixes for diagnostics of analyzers and of the compiler, but not for those of the generator.
    [Fact]
    public async Task The_fix_is_offered_for_the_error_of_the_compiler()
    {
        const string Code = """
            [Operator("sample")]
            internal sealed partial class Sample : KeyedOperator<string, int, int>
            {
                [State] private partial long Count { get; set; } = 1;
                [State] private partial string? Name { get; set; } = "none";

                protected override void OnEvent(int value, OperatorContext<int> context) => ClearState();
            }
            """;
        var expected = Code.Replace(" = 1;", "", StringComparison.Ordinal).Replace(" = \"none\";", "", StringComparison.Ordinal);
        var fix = new FixedCode(new StateDeclarationCodeFixProvider(), "CS8050");
        Assert.Equal(["Remove the initializer", "Remove the initializer"], await fix.FindTitlesAsync(Code));
        Assert.Equal(expected, await fix.FixOneByOneAsync(Code));
        Assert.Equal(expected, await fix.FixAllAsync(Code));
    }

    [Fact]
    public async Task The_fix_is_not_offered_for_an_initializer_of_another_property() =>
        Assert.Empty(await new FixedCode(new StateDeclarationCodeFixProvider(), "CS8050").FindTitlesAsync("class Other { int Count { get => 1; } = 1; }"));

    [Fact]
    public Task An_initial_list_is_reported() => VerifyMembersAsync("[State] private partial ListState<int> {|CS8050:Seen|} { get; } [|= null!|];");

    [Fact]
    public Task An_initial_value_that_is_computed_is_reported() => VerifyMembersAsync("[State] private partial long {|CS8050:Count|} { get; set; } [|= Environment.TickCount64|];");

    [Fact]
    public Task A_static_property_may_have_one() => VerifyMembersAsync("private static long Limit { get; } = 1; [State] private partial long Count { get; set; } private bool IsFull => Count == Limit;");

    [Fact]
    public Task A_value_that_is_told_from_absent_where_it_is_read_is_correct() => VerifyMembersAsync("[State] private partial long? Count { get; set; } private long CountOrOne => Count ?? 1;");

    [Fact]
    public Task A_record_that_is_kept_may_have_one() => VerifyMembersAsync("[State] private partial Order? Last { get; set; }", "internal sealed record Order { public long Price { get; init; } = 1; }");

    [Fact]
    public Task An_initial_value_in_another_file_is_reported() => VerifyFilesAsync(
        """
        [Operator("sample")]
        internal sealed partial class Sample : KeyedOperator<string, int, int>
        {
            protected override void OnEvent(int value, OperatorContext<int> context) => ClearState();
        }
        """,
        """
        internal sealed partial class Sample
        {
            [State(Name = "last")] internal partial Order? {|CS8050:Last|} { get; set; } [|= new("none")|];
        }

        internal sealed record Order(string Id);
        """);
}
