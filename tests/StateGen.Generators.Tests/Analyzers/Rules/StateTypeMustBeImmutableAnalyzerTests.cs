using StateGen.CodeFixes;

namespace StateGen.Generators.Tests.Analyzers.Rules;

public sealed class StateTypeMustBeImmutableAnalyzerTests() : RuleTests("SG1010")
{
    [Fact]
    public Task An_array_is_reported() => VerifyMembersAsync("[State] private partial [|int[]?|] Last { get; set; }");

    [Fact]
    public Task A_collection_of_the_library_is_reported() => VerifyMembersAsync("[State] private partial [|List<int>?|] Last { get; set; }");

    [Fact]
    public Task A_list_of_arrays_is_reported() => VerifyMembersAsync("[State] private partial [|ListState<byte[]>|] Blobs { get; }");

    [Fact]
    public Task A_class_with_setters_is_reported() => VerifyMembersAsync("[State] private partial [|Order?|] Last { get; set; }", """
        internal sealed class Order
        {
            public long Price { get; set; }
        }
        """);

    [Fact]
    public Task A_class_with_a_field_that_can_be_set_is_reported() => VerifyMembersAsync("[State] private partial [|Order?|] Last { get; set; }", """
        internal sealed class Order(long price)
        {
            private long _price = price;

            public long Price => _price++;
        }
        """);

    [Fact]
    public Task A_record_with_a_member_that_can_be_changed_is_reported() => VerifyMembersAsync("[State] private partial [|MapState<string, Order>|] ById { get; }", "internal sealed record Order(string Id, Dictionary<string, int> Lines);");

    [Fact]
    public Task A_struct_with_setters_is_reported() => VerifyMembersAsync("[State] private partial [|Order|] Last { get; set; }", """
        internal struct Order
        {
            public long Price { get; set; }
        }
        """);

    [Fact]
    public Task A_record_is_correct() => VerifyMembersAsync("[State] private partial Order? Last { get; set; }", """
        internal sealed record Order(string Id)
        {
            public long Price { get; init; }
        }
        """);

    [Fact]
    public Task A_class_that_is_set_by_its_constructor_is_correct() => VerifyMembersAsync("[State] private partial Order? Last { get; set; }", """
        internal sealed class Order(long price)
        {
            public long Price { get; } = price;
        }
        """);

    [Fact]
    public Task A_record_struct_with_setters_is_correct_because_it_is_handed_out_as_a_copy() => VerifyMembersAsync("[State] private partial Order Last { get; set; }", "internal record struct Order(string? Id, long Price);");

    [Fact]
    public Task A_list_of_numbers_is_correct() => VerifyMembersAsync("[State] private partial ListState<int> Seen { get; }");

    [Fact]
    public Task A_fix_copies_what_the_state_holds() => VerifyFixAsync<CopyStateCodeFixProvider>(
        """
        [State] private partial [|int[]?|] Last { get; set; }
            [State(Name = "orders", Copy = false)] private partial [|MapState<string, Order>|] ById { get; }
        """, "", """
        [State(Copy = true)] private partial int[]? Last { get; set; }
            [State(Name = "orders", Copy = true)] private partial MapState<string, Order> ById { get; }
        """, "", "internal sealed class Order { public long Price { get; set; } }");

    [Fact]
    public Task No_fix_copies_what_could_not_be_kept_all_the_same() =>
        VerifyNoFixAsync<CopyStateCodeFixProvider>("[State] private partial [|List<Action>?|] Last { get; set; }", "");

    [Fact]
    public Task A_fix_keeps_an_immutable_array() => VerifyFixAsync<UseImmutableArrayCodeFixProvider>(
        "using System.Collections.Immutable;\n\n" + Arrays("[|int[]?|]", "[|ListState<List<string>>|]", "[|MapState<string, byte[]>|]"),
        "using System.Collections.Immutable;\n\n" + Arrays("ImmutableArray<int>?", "ListState<ImmutableArray<string>>", "MapState<string, ImmutableArray<byte>>"));

    [Fact]
    public Task No_fix_keeps_an_immutable_array_where_the_code_would_not_compile() => VerifyNoFixAsync<UseImmutableArrayCodeFixProvider>(
        "[State] private partial [|List<int>?|] Last { get; set; }", "context.Emit(Last?.Count ?? value);");

    [Fact]
    public Task No_fix_keeps_an_immutable_array_of_what_can_be_changed() => VerifyNoFixAsync<UseImmutableArrayCodeFixProvider>(
        "[State] private partial [|List<int[]>?|] Last { get; set; }", "");

    private static string Arrays(string last, string names, string blobs) => $$"""
        [Operator("sample")]
        internal sealed partial class Sample : KeyedOperator<string, int, int>
        {
            [State] private partial {{last}} Last { get; set; }
            [State] private partial {{names}} Names { get; }
            [State] private partial {{blobs}} Blobs { get; }

            protected override void OnEvent(int value, OperatorContext<int> context)
            {
                Last = [value];
                Names.Add(["a"]);
                Blobs["b"] = [1, 2];
            }
        }

        """;

    [Fact]
    public Task An_array_that_is_copied_is_correct() => VerifyMembersAsync("[State(Copy = true)] private partial int[]? Last { get; set; }");

    [Fact]
    public Task An_immutable_array_is_correct() => VerifyMembersAsync("[State] private partial System.Collections.Immutable.ImmutableArray<int>? Last { get; set; }");
}
