using StateGen.CodeFixes.SG1000;

namespace StateGen.Generators.Tests.Analyzers.SG1000;

public sealed class ReservedMemberTests() : RuleTests("SG1018")
{
    [Fact]
    public Task An_override_of_ClearState_is_reported() => VerifyMembersAsync("""
        protected override void [|ClearState|]()
        {
        }
        """);

    [Fact]
    public Task An_override_of_Definition_is_reported() => VerifyMembersAsync("""
        [State] private partial long Count { get; set; }

        protected override OperatorDefinition<string> [|Definition|] => throw new NotSupportedException();
        """);

    [Fact]
    public Task A_member_that_hides_the_generated_one_is_reported() => VerifyMembersAsync("""
        private void [|StoreRow|]()
        {
        }
        """);

    [Fact]
    public Task Other_names_are_correct() => VerifyMembersAsync("""
        private void Clear() => ClearState();

        private static string DefinitionOfDone => "";
        """);

    [Fact]
    public Task The_members_may_be_used() => VerifyMembersAsync("private string Describe() => Definition.ToString()!;");

    [Fact]
    public Task A_base_class_with_logic_may_override_them() => VerifyAsync("""
        internal abstract class Logic : KeyedOperator<string, int, int>
        {
            protected override void ClearState() => base.ClearState();

            protected override void OnEvent(int value, OperatorContext<int> context) => ClearState();
        }

        [Operator("derived")]
        internal sealed partial class Derived : Logic
        {
            [State] private partial long Count { get; set; }
        }
        """);

    [Fact]
    public Task The_fix_removes_the_members() => VerifyFixAsync<ReservedMemberCodeFixProvider>(
        """
        [State] private partial long Count { get; set; }
            /// <inheritdoc/>
            protected override void [|ClearState|]() => Count = 0;
            private void [|StoreRow|]()
            {
            }
        """, "ClearState();", "[State] private partial long Count { get; set; }", "ClearState();");

    [Fact]
    public Task There_is_no_fix_where_the_member_is_used_as_something_else() => VerifyNoFixAsync<ReservedMemberCodeFixProvider>(
        "private static int [|StoreRow|](int count) => count;", "context.Emit(StoreRow(value));");

    [Fact]
    public Task A_field_of_the_name_is_reported() => VerifyMembersAsync("private new const string [|OpenState|] = \"\"; private string Text => OpenState;");

    [Fact]
    public Task A_method_with_other_parameters_is_reported() => VerifyMembersAsync("private int [|StoreRow|](int count) => count; private int Next => StoreRow(1);");

    [Fact]
    public Task Names_that_differ_in_case_are_correct() => VerifyMembersAsync("private static int definition => 1; private static int Next => definition;");

    [Fact]
    public Task A_local_of_the_name_is_correct() => VerifyMembersAsync("private int Next() { var Definition = 1; return Definition; }");

    [Fact]
    public Task A_member_of_a_nested_class_is_correct() => VerifyMembersAsync("private static class Names { public const string Definition = \"\"; }");

    [Fact]
    public Task A_member_in_another_file_is_reported() => VerifyFilesAsync(
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
            protected override void [|ClearState|]() => base.ClearState();
        }
        """);
}
