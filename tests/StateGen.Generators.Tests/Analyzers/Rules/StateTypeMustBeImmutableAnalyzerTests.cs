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
}
