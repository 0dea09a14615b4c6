using StateGen.CodeFixes;

namespace StateGen.Generators.Tests.Analyzers.Rules;

public sealed class StateMustNotHaveInitializerTests() : RuleTests("SG1012")
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
    public Task The_fix_removes_the_initializer() => VerifyFixAsync<DeclareStateCodeFixProvider>(
        """
        [State] private partial long {|CS8050:Count|} { get; set; } [|= 1|]; // events
            [State] private partial MapState<string, int> {|CS8050:Totals|} { get; } [|= null!|];
        """, "Count++;", """
        [State] private partial long Count { get; set; } // events
            [State] private partial MapState<string, int> Totals { get; }
        """, "Count++;");
}
