namespace StateGen.Generators.Tests.Analyzers.SG1000;

public sealed class UnsupportedStateTypeTests() : RuleTests("SG1009")
{
    [Fact]
    public Task An_object_is_reported() => VerifyMembersAsync("[State] private partial [|object?|] Last { get; set; }");

    [Fact]
    public Task An_interface_is_reported() => VerifyMembersAsync("[State] private partial [|IComparable<int>?|] Last { get; set; }");

    [Fact]
    public Task The_builder_of_a_collection_is_reported() => VerifyMembersAsync("[State] private partial [|System.Collections.Immutable.ImmutableArray<int>.Builder?|] Last { get; set; }");

    [Fact]
    public Task A_type_of_the_library_is_reported() => VerifyMembersAsync("[State] private partial [|TimeZoneInfo?|] Last { get; set; }");

    [Fact]
    public Task A_delegate_in_a_list_is_reported() => VerifyMembersAsync("[State] private partial [|ListState<Action>|] Actions { get; }");

    [Fact]
    public Task A_map_of_lists_is_reported() => VerifyMembersAsync("[State] private partial [|MapState<string, ListState<int>>|] Lists { get; }");

    [Fact]
    public Task A_record_with_a_member_that_is_not_supported_is_reported() => VerifyMembersAsync("[State] private partial [|Order?|] Last { get; set; }", "internal sealed record Order(string Id, object Payload);");

    [Fact]
    public Task A_record_that_contains_itself_without_end_is_reported() => VerifyMembersAsync("[State] private partial [|Node?|] Root { get; set; }", "internal sealed record Node(int Value, Node Next);");

    [Fact]
    public Task A_record_whose_member_is_hidden_by_a_derived_one_is_reported() => VerifyMembersAsync("[State] private partial [|Derived?|] Last { get; set; }", """
        internal record Origin(int Value);

        internal sealed record Derived(int Other) : Origin(Other)
        {
            public new int Value { get; init; }
        }
        """);

    [Fact]
    public Task An_abstract_record_is_reported() => VerifyMembersAsync("[State] private partial [|Shape?|] Last { get; set; }", "internal abstract record Shape(int Size);");

    [Fact]
    public Task Built_in_types_are_correct() => VerifyMembersAsync("""
        [State] private partial decimal Total { get; set; }
        [State] private partial Guid? Id { get; set; }
        [State] private partial DateTimeOffset Seen { get; set; }
        [State] private partial DayOfWeek Day { get; set; }
        [State] private partial string? Name { get; set; }
        """);

    [Fact]
    public Task A_record_of_records_is_correct() => VerifyMembersAsync("[State] private partial Order? Last { get; set; }", """
        internal sealed record Order(string Id, Customer Buyer, int? Rating);

        internal sealed record Customer(string Name, DateOnly Since);
        """);

    [Fact]
    public Task Collections_of_records_are_correct() => VerifyMembersAsync("""
        [State] private partial ListState<Order> Orders { get; }
        [State] private partial MapState<string, Order?> ById { get; }
        """, "internal sealed record Order(string Id, long Price);");

    [Fact]
    public Task About_a_type_that_does_not_exist_the_compiler_says_enough() => VerifyMembersAsync("[State] private partial {|CS0246:Missing|}? Last { get; set; }");

    [Fact]
    public Task Collections_that_cannot_change_are_correct() => VerifyMembersAsync("[State] private partial System.Collections.Immutable.ImmutableArray<int>? Last { get; set; } [State] private partial System.Collections.Immutable.ImmutableDictionary<string, int>? Totals { get; set; }");

    [Fact]
    public Task A_record_that_contains_itself_and_ends_is_correct() => VerifyMembersAsync("[State] private partial Node? Root { get; set; }", "internal sealed record Node(int Value, Node? Next);");

    [Fact]
    public Task Tuples_of_enums_and_generic_records_are_correct() => VerifyMembersAsync(
        "[State] private partial (Mood Mood, Pair<string, Mood?>? Words) Last { get; set; }",
        "internal enum Mood : byte { Good, Bad = 7 } internal sealed record Pair<TFirst, TSecond>(TFirst First, TSecond Second);");

    [Fact]
    public Task A_union_is_correct() => VerifyMembersAsync("[State] private partial IShape? Last { get; set; }", """
        [UnionCase(0, typeof(Circle))]
        internal interface IShape;

        internal sealed record Circle(double Radius) : IShape;
        """);

    [Fact]
    public Task An_accumulator_that_is_not_supported_is_reported() => VerifyMembersAsync("[State] private partial [|ReducingState<Action, Both>|] Steps { get; }", """
        internal readonly struct Both : IReducer<Action>
        {
            public static Action Reduce(Action accumulator, Action value) => accumulator + value;
        }
        """);
}
