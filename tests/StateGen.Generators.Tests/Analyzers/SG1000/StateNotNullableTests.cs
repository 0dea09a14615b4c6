using StateGen.CodeFixes.SG1000;

namespace StateGen.Generators.Tests.Analyzers.SG1000;

public sealed class StateNotNullableTests() : RuleTests("SG1014")
{
    [Fact]
    public Task A_text_is_reported() => VerifyMembersAsync("[State] private partial [|string|] Name { get; set; }");

    [Fact]
    public Task A_record_is_reported() => VerifyMembersAsync("[State] private partial [|Order|] Last { get; set; }", "internal sealed record Order(string Id);");

    [Fact]
    public Task A_generic_record_is_reported() => VerifyMembersAsync("[State] private partial [|Box<int>|] Last { get; set; }", "internal sealed record Box<T>(T Value);");

    [Fact]
    public Task Nullable_references_are_correct() => VerifyMembersAsync("""
        [State] private partial string? Name { get; set; }
        [State] private partial Order? Last { get; set; }
        """, "internal sealed record Order(string Id);");

    [Fact]
    public Task Values_need_not_be_nullable() => VerifyMembersAsync("""
        [State] private partial int Count { get; set; }
        [State] private partial Order Last { get; set; }
        """, "internal readonly record struct Order(string? Id);");

    [Fact]
    public Task Elements_of_collections_need_not_be_nullable() => VerifyMembersAsync("""
        [State] private partial ListState<string> Names { get; }
        [State] private partial MapState<string, string> ById { get; }
        """);

    [Fact]
    public Task Where_nullability_is_not_declared_nothing_is_reported() => VerifyMembersAsync("""
        #nullable disable
        [State] private partial string Name { get; set; }
        [State] private partial ListState<string> Names { get; }
        [State] private partial MapState<string, Order> ById { get; }
        [State] private partial Order Last { get; set; }
        #nullable restore
        """, "internal sealed record Order(string Id);");

    [Fact]
    public Task The_fix_makes_it_nullable() => VerifyFixAsync<StateDeclarationCodeFixProvider>(
        """
        [State] private partial [|string|] Name { get; set; }
            [State] private partial [|Order|] Last { get; set; }
        """, "Name = \"a\";", """
        [State] private partial string? Name { get; set; }
            [State] private partial Order? Last { get; set; }
        """, "Name = \"a\";", "internal sealed record Order(string Id);");

    [Fact]
    public Task A_list_that_cannot_change_is_reported() => VerifyMembersAsync("[State] private partial [|System.Collections.Immutable.ImmutableList<int>|] Last { get; set; }");

    [Fact]
    public Task A_list_that_is_copied_is_reported() => VerifyMembersAsync("[State(Copy = true)] private partial [|List<int>|] Last { get; set; }");

    [Fact]
    public Task A_collection_that_is_a_value_need_not_be_nullable() => VerifyMembersAsync("[State] private partial System.Collections.Immutable.ImmutableArray<int> Last { get; set; }");

    [Fact]
    public Task A_property_that_is_no_state_need_not_be_nullable() => VerifyMembersAsync("private string Name { get; set; } = \"\";");

    [Fact]
    public Task An_alias_of_text_is_reported() => VerifyFilesAsync("""
        using Text = string;

        [Operator("sample")]
        internal sealed partial class Sample : KeyedOperator<string, int, int>
        {
            [State] private partial [|Text|] Name { get; set; }

            protected override void OnEvent(int value, OperatorContext<int> context) => ClearState();
        }
        """);

    [Fact]
    public Task A_union_is_reported() => VerifyMembersAsync("[State] private partial [|IShape|] Last { get; set; }", """
        [UnionCase(0, typeof(Circle))]
        internal interface IShape;

        internal sealed record Circle(double Radius) : IShape;
        """);
}
