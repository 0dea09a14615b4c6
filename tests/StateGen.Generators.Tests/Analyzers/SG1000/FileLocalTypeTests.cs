namespace StateGen.Generators.Tests.Analyzers.SG1000;

public sealed class FileLocalTypeTests() : RuleTests("SG1015")
{
    [Fact]
    public Task A_file_local_operator_is_reported() => VerifyAsync("""
        [Operator("local")]
        file sealed partial class [|Local|] : KeyedOperator<string, int, int>
        {
            protected override void OnEvent(int value, OperatorContext<int> context) => ClearState();
        }
        """);

    [Fact]
    public Task A_file_local_operator_with_state_is_reported() => VerifyAsync("""
        [Operator("local")]
        file sealed partial class [|Local|] : KeyedOperator<string, int, int>
        {
            [State] private partial long {|CS9248:Count|} { get; set; }

            protected override void OnEvent(int value, OperatorContext<int> context) => ClearState();
        }
        """);

    [Fact]
    public Task A_file_local_type_around_an_operator_is_reported() => VerifyAsync("""
        file static partial class [|Outer|]
        {
            [Operator("inner")]
            internal sealed partial class Inner : KeyedOperator<string, int, int>
            {
                protected override void OnEvent(int value, OperatorContext<int> context) => ClearState();
            }
        }
        """);

    [Fact]
    public Task State_of_a_file_local_type_is_reported() => VerifyAsync("""
        file sealed record Order(string Id);

        [Operator("sample")]
        internal sealed partial class Sample : KeyedOperator<string, int, int>
        {
            [State] private partial [|Order?|] {|CS9051:{|CS9248:Last|}|} { get; set; }

            protected override void OnEvent(int value, OperatorContext<int> context) => ClearState();
        }
        """);

    [Fact]
    public Task A_map_of_a_file_local_type_is_reported() => VerifyAsync("""
        file sealed record Order(string Id);

        [Operator("sample")]
        internal sealed partial class Sample : KeyedOperator<string, int, int>
        {
            [State] private partial [|MapState<string, Order>|] {|CS9051:{|CS9248:Orders|}|} { get; }

            protected override void OnEvent(int value, OperatorContext<int> context) => ClearState();
        }
        """);

    [Fact]
    public Task An_internal_operator_is_correct() => VerifyAsync("""
        [Operator("sample")]
        internal sealed partial class Sample : KeyedOperator<string, int, int>
        {
            [State] private partial long Count { get; set; }

            protected override void OnEvent(int value, OperatorContext<int> context) => ClearState();
        }
        """);

    [Fact]
    public Task State_of_a_private_type_is_correct() => VerifyMembersAsync("""
        [State] private partial Order? Last { get; set; }

        private sealed record Order(string Id);
        """);

    [Fact]
    public Task A_file_local_type_beside_an_operator_is_correct() => VerifyAsync("""
        file static class Limits
        {
            public const int Most = 3;
        }

        [Operator("sample")]
        internal sealed partial class Sample : KeyedOperator<string, int, int>
        {
            [State] private partial long Count { get; set; }

            private bool IsFull => Count >= Limits.Most;

            protected override void OnEvent(int value, OperatorContext<int> context) => ClearState();
        }
        """);

    [Fact]
    public Task A_file_local_class_with_logic_only_is_correct() => VerifyAsync("""
        file abstract class Logic : KeyedOperator<string, int, int>
        {
            protected override void OnEvent(int value, OperatorContext<int> context) => ClearState();
        }
        """);

    [Fact]
    public Task A_list_of_a_file_local_type_is_reported() => VerifyAsync("""
        file sealed record Order(string Id);

        [Operator("sample")]
        internal sealed partial class Sample : KeyedOperator<string, int, int>
        {
            [State] private partial [|ListState<Order>|] {|CS9051:{|CS9248:Orders|}|} { get; }

            protected override void OnEvent(int value, OperatorContext<int> context) => ClearState();
        }
        """);

    [Fact]
    public Task A_file_local_type_that_is_computed_with_is_correct() => VerifyAsync("""
        file readonly record struct Price(long Cents);

        [Operator("sample")]
        internal sealed partial class Sample : KeyedOperator<string, int, int>
        {
            [State] private partial long Cents { get; set; }

            private bool IsFree() => new Price(Cents) == new Price(0);

            protected override void OnEvent(int value, OperatorContext<int> context) => ClearState();
        }
        """);

    [Fact]
    public Task State_of_a_nested_type_of_the_operator_is_correct() => VerifyMembersAsync("[State] private partial Mood Last { get; set; } private enum Mood { Good }");

    [Fact]
    public Task A_key_that_is_file_local_is_reported() => VerifyAsync("""
        file sealed record Id(int Number);

        [Operator("sample")]
        internal sealed partial class {|CS9053:Sample|} : KeyedOperator<[|Id|], int, int>
        {
            protected override void OnEvent(int value, OperatorContext<int> context) => ClearState();
        }
        """);

    [Fact]
    public Task A_key_of_a_tuple_with_a_file_local_type_is_reported_where_there_is_state_too() => VerifyAsync("""
        file readonly record struct Id(int Number);

        [Operator("sample")]
        internal sealed partial class {|CS9053:Sample|} : KeyedOperator<[|(Id, int)|], int, int>
        {
            [State] private partial long Count { get; set; }

            protected override void OnEvent(int value, OperatorContext<int> context) => ClearState();
        }
        """);

    [Fact]
    public Task About_a_file_local_member_of_what_state_holds_the_compiler_says_enough() => VerifyMembersAsync(
        "[State] private partial Holder? Last { get; set; }",
        "file sealed record Inner(int Number); internal sealed class Holder { public Inner? {|CS9051:Inner|} { get; init; } }");

    [Fact]
    public Task A_file_local_type_that_a_constructor_uses_is_correct() => VerifyAsync("""
        file sealed class Clock
        {
            public int Hour => 7;
        }

        [Operator("sample")]
        internal sealed partial class Sample : KeyedOperator<string, int, int>
        {
            private readonly int _hour = new Clock().Hour;

            protected override void OnEvent(int value, OperatorContext<int> context) => context.Emit(_hour);
        }
        """);
}
