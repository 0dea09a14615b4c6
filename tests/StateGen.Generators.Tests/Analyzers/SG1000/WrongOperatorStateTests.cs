using StateGen.CodeFixes.SG1000;

namespace StateGen.Generators.Tests.Analyzers.SG1000;

public sealed class WrongOperatorStateTests() : RuleTests("SG1029")
{
    [Fact]
    public Task An_operator_list_that_is_state_of_a_key_is_reported() => VerifyMembersAsync("[[|State|]] private partial OperatorListState<int> Seen { get; }");

    [Fact]
    public Task Arguments_change_nothing() => VerifyMembersAsync("""[[|State(Name = "seen")|]] private partial OperatorListState<int> Seen { get; }""");

    [Fact]
    public Task A_value_that_is_operator_state_is_reported() => VerifyMembersAsync("[[|OperatorState|]] private partial long Count { get; set; }");

    [Fact]
    public Task Collections_of_a_key_that_are_operator_state_are_reported() => VerifyMembersAsync("""
        [[|OperatorState|]] private partial ListState<int> Seen { get; }
        [[|OperatorState(Redistribution = OperatorStateRedistribution.Union)|]] private partial MapState<string, int> Totals { get; }
        """);

    [Fact]
    public Task A_list_of_the_framework_that_is_operator_state_is_reported() =>
        VerifyMembersAsync("[[|OperatorState|]] private partial System.Collections.Immutable.ImmutableArray<int> Seen { get; set; }");

    [Fact]
    public Task Both_attributes_are_reported_at_the_one_that_does_not_fit() => VerifyMembersAsync("""
        [OperatorState, [|State|]] private partial OperatorListState<int> Seen { get; }
        [State] [[|OperatorState|]] private partial long Count { get; set; }
        """);

    [Fact]
    public Task Broadcast_state_that_is_operator_state_is_reported() => VerifyAsync("""
        [Operator("sample")]
        internal sealed partial class Sample : KeyedBroadcastOperator<string, int, string, int>
        {
            [[|OperatorState|]] private partial BroadcastState<string, int> Names { get; }

            protected override void OnEvent(int value, OperatorContext<int> context) => context.Emit(value);

            protected override void OnBroadcast(string value, BroadcastContext<int> context) => context.Emit(value.Length);
        }
        """);

    [Fact]
    public Task An_operator_list_with_its_attribute_is_correct() => VerifyMembersAsync("""
        [OperatorState] private partial OperatorListState<int> Seen { get; }
        [OperatorState(Name = "more", Redistribution = OperatorStateRedistribution.Union)] private partial OperatorListState<string> More { get; }
        [OperatorState(Copy = true)] private partial OperatorListState<int[]> Last { get; }
        """);

    [Fact]
    public Task State_of_a_key_with_its_attribute_is_correct() => VerifyMembersAsync("""
        [State] private partial ListState<int> Seen { get; }
        [State] private partial long Count { get; set; }
        """);

    [Fact]
    public Task An_attribute_of_another_library_is_correct() => VerifyMembersAsync(
        "[Other.OperatorState] private long Count { get; set; }", "namespace Other { internal sealed class OperatorStateAttribute : System.Attribute; }");

    [Fact]
    public Task Operator_state_beside_state_of_a_key_is_correct() => VerifyMembersAsync("""
        [State] private partial long Count { get; set; }
        [OperatorState] private partial OperatorListState<(string Key, long Count)> Seen { get; }
        """);

    [Fact]
    public Task Operator_state_of_a_generic_operator_is_correct() => VerifyAsync("""
        [Operator("sample")]
        internal sealed partial class Sample<T> : KeyedOperator<string, T, int>
            where T : notnull
        {
            [OperatorState] private partial OperatorListState<T> Seen { get; }

            protected override void OnEvent(T value, OperatorContext<int> context) => Seen.Add(value);
        }
        """);

    [Fact]
    public Task A_handle_that_is_no_state_is_correct() => VerifyMembersAsync("internal static OperatorListState<int>? Names => null;");

    [Fact]
    public Task The_fix_exchanges_the_attribute() => VerifyFixAsync<WrongOperatorStateCodeFixProvider>(
        """
        [[|State|]] private partial OperatorListState<int> Seen { get; }
            /// <summary>The number of events.</summary>
            [[|OperatorState(Name = "count", Redistribution = OperatorStateRedistribution.Union)|]] private partial long Count { get; set; }
            [[|StateGen.OperatorState|]] private partial ListState<int> Listed { get; }
        """,
        "Count++;",
        """
        [OperatorState] private partial OperatorListState<int> Seen { get; }
            /// <summary>The number of events.</summary>
            [State(Name = "count")] private partial long Count { get; set; }
            [StateGen.State] private partial ListState<int> Listed { get; }
        """,
        "Count++;");

    [Fact]
    public Task The_fix_removes_the_attribute_that_does_not_fit() => VerifyFixAsync<WrongOperatorStateCodeFixProvider>(
        """
        [OperatorState, [|State|]] private partial OperatorListState<int> Seen { get; }
            [State] [[|OperatorState|]] private partial long Count { get; set; }
        """,
        "Count++;",
        """
        [OperatorState] private partial OperatorListState<int> Seen { get; }
            [State] private partial long Count { get; set; }
        """,
        "Count++;");
}
