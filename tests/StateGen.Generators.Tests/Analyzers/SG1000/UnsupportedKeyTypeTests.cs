namespace StateGen.Generators.Tests.Analyzers.SG1000;

public sealed class UnsupportedKeyTypeTests() : RuleTests("SG1013")
{
    [Fact]
    public Task An_array_as_key_of_an_operator_is_reported() => VerifyAsync("""
        [Operator("sample")]
        internal sealed partial class Sample : KeyedOperator<[|byte[]|], int, int>
        {
            protected override void OnEvent(int value, OperatorContext<int> context) => ClearState();
        }
        """);

    [Fact]
    public Task An_object_as_key_of_an_operator_is_reported() => VerifyAsync("""
        [Operator("sample")]
        internal sealed partial class Sample : KeyedOperator<[|object|], int, int>
        {
            [State] private partial long Count { get; set; }

            protected override void OnEvent(int value, OperatorContext<int> context) => ClearState();
        }
        """);

    [Fact]
    public Task A_tuple_with_an_element_that_cannot_be_a_key_is_reported() => VerifyAsync("""
        [Operator("sample")]
        internal sealed partial class Sample : KeyedOperator<[|(int, object)|], int, int>
        {
            protected override void OnEvent(int value, OperatorContext<int> context) => ClearState();
        }
        """);

    [Fact]
    public Task A_record_with_a_member_that_cannot_be_in_a_key_is_reported() => VerifyAsync("""
        internal sealed record Address(string Street, List<string> Lines);

        [Operator("sample")]
        internal sealed partial class Sample : KeyedOperator<[|Address|], int, int>
        {
            protected override void OnEvent(int value, OperatorContext<int> context) => ClearState();
        }
        """);

    [Fact]
    public Task A_type_parameter_is_correct() => VerifyAsync("""
        [Operator("sample")]
        internal sealed partial class Sample<TKey> : KeyedOperator<TKey, int, int>
            where TKey : notnull
        {
            protected override void OnEvent(int value, OperatorContext<int> context) => ClearState();
        }
        """);

    [Fact]
    public Task An_array_as_key_of_a_sorted_map_is_reported() => VerifyMembersAsync("[State] private partial [|SortedMapState<byte[], int>|] Totals { get; }");

    [Fact]
    public Task An_array_as_key_of_a_map_is_reported() => VerifyMembersAsync("[State] private partial [|MapState<byte[], int>|] Totals { get; }");

    [Fact]
    public Task A_class_that_can_be_changed_as_key_of_a_map_is_reported() => VerifyMembersAsync("[State] private partial [|MapState<Address, int>|] Totals { get; }", """
        internal sealed class Address
        {
            public string Street { get; set; } = "";
        }
        """);

    [Fact]
    public Task Built_in_types_are_correct() => VerifyAsync("""
        [Operator("sample")]
        internal sealed partial class Sample : KeyedOperator<long, int, int>
        {
            [State] private partial MapState<DateOnly, int> ByDay { get; }
            [State] private partial MapState<DayOfWeek, int> ByWeekday { get; }
            [State] private partial MapState<Guid, int> ById { get; }

            protected override void OnEvent(int value, OperatorContext<int> context) => ClearState();
        }
        """);

    [Fact]
    public Task A_record_struct_is_correct() => VerifyAsync("""
        internal readonly record struct AirportDay(string Airport, DateOnly Day);

        [Operator("sample")]
        internal sealed partial class Sample : KeyedOperator<AirportDay, int, int>
        {
            protected override void OnEvent(int value, OperatorContext<int> context) => ClearState();
        }
        """);

    [Fact]
    public Task A_record_is_correct() => VerifyAsync("""
        internal sealed record Address(string Street, int Number);

        [Operator("sample")]
        internal sealed partial class Sample : KeyedOperator<Address, int, int>
        {
            [State] private partial MapState<Address, int> Totals { get; }

            protected override void OnEvent(int value, OperatorContext<int> context) => ClearState();
        }
        """);

    [Fact]
    public Task About_a_key_that_does_not_exist_the_compiler_says_enough() => VerifyAsync("""
        [Operator("sample")]
        internal sealed partial class Sample : KeyedOperator<{|CS0246:Missing|}, int, int>
        {
            protected override void OnEvent(int value, OperatorContext<int> context) => ClearState();
        }
        """);

    [Theory]
    [InlineData("byte[]", "collections cannot be encoded as keys; use a string, a number or a record of these")]
    [InlineData("System.Collections.Immutable.ImmutableArray<int>", "collections cannot be encoded as keys; use a string, a number or a record of these")]
    [InlineData("IComparable<int>", "IComparable<int> is an interface, which cannot be encoded as a key; use a string, a number or a record of these")]
    [InlineData("Action", "a delegate cannot be encoded as a key; use a string, a number or a record of these")]
    [InlineData("object", "object has no fixed shape; use a record")]
    [InlineData("Uri", "different strings can be the same Uri; use a string")]
    [InlineData("Address", "'Street' can be set, so Address is mutable; make it init-only or read-only")]
    public Task The_message_says_what_to_use_instead(string key, string reason) => VerifyAsync(
        $$"""
        [Operator("sample")]
        internal sealed partial class Sample : KeyedOperator<[|{{key}}|], int, int>
        {
            protected override void OnEvent(int value, OperatorContext<int> context) => ClearState();
        }

        internal sealed class Address
        {
            public string Street { get; set; } = "";
        }
        """, [], $": {reason}");

    [Fact]
    public Task A_tuple_is_correct() => VerifyAsync("""
        [Operator("sample")]
        internal sealed partial class Sample : KeyedOperator<(string, int), int, int>
        {
            protected override void OnEvent(int value, OperatorContext<int> context) => ClearState();
        }
        """);

    [Fact]
    public Task A_class_that_cannot_be_changed_is_correct() => VerifyAsync("""
        [Operator("sample")]
        internal sealed partial class Sample : KeyedOperator<Address, int, int>
        {
            protected override void OnEvent(int value, OperatorContext<int> context) => ClearState();
        }

        internal sealed class Address
        {
            public string Street { get; init; } = "";
        }
        """);

    [Fact]
    public Task An_alias_and_a_generic_record_are_correct() => VerifyFilesAsync("""
        using Id = System.Guid;

        [Operator("sample")]
        internal sealed partial class Sample : KeyedOperator<Pair<Id, DayOfWeek>, int, int>
        {
            [State] private partial MapState<Pair<Id, string>, int> Totals { get; }

            protected override void OnEvent(int value, OperatorContext<int> context) => ClearState();
        }

        internal readonly record struct Pair<TFirst, TSecond>(TFirst First, TSecond Second);
        """);

    [Fact]
    public Task The_keys_of_maps_are_reported_beside_the_key_of_the_operator() => VerifyAsync("""
        [Operator("sample")]
        internal sealed partial class Sample : KeyedOperator<[|int[]|], int, int>
        {
            [State] private partial [|MapState<byte[], int>|] Totals { get; }
            [State] private partial MapState<int, int> Counts { get; }
            [State] private partial {|SG1010:ListState<int[]>|} Last { get; }

            protected override void OnEvent(int value, OperatorContext<int> context) => Counts[value] = 1;
        }
        """);
}
