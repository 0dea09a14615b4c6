namespace StateGen.Generators.Tests.Analyzers.SG1000;

public sealed class BroadcastStateWithoutInputTests() : RuleTests("SG1025")
{
    [Fact]
    public Task Broadcast_state_of_an_operator_with_one_input_is_reported() => VerifyMembersAsync("[State] private partial [|BroadcastState<string, int>|] Names { get; }");

    [Fact]
    public Task Broadcast_state_beside_other_state_is_reported() => VerifyMembersAsync(
        "[State] private partial long Count { get; set; } [State] private partial [|BroadcastState<string, int>|] Names { get; } [State] private partial MapState<string, int> Seen { get; }");

    [Fact]
    public Task Each_state_is_reported() => VerifyMembersAsync(
        "[State] private partial [|BroadcastState<string, int>|] Names { get; } [State(Name = \"more\")] internal partial [|BroadcastState<int, string?>|] More { get; }");

    [Fact]
    public Task Broadcast_state_of_an_operator_with_two_keyed_inputs_is_reported() => VerifyAsync("""
        [Operator("sample")]
        internal sealed partial class Sample : KeyedCoOperator<string, int, string, int>
        {
            [State] private partial [|BroadcastState<string, int>|] Names { get; }

            protected override void OnFirst(int value, OperatorContext<int> context) => context.Emit(Names.Count);

            protected override void OnSecond(string value, OperatorContext<int> context) => context.Emit(Names.Count);
        }
        """);

    [Fact]
    public Task Broadcast_state_of_an_operator_with_a_base_class_is_reported() => VerifyAsync("""
        internal abstract class Logic : KeyedOperator<string, int, int>
        {
            protected override void OnEvent(int value, OperatorContext<int> context) => context.Emit(value);
        }

        [Operator("sample")]
        internal sealed partial class Sample : Logic
        {
            [State] private partial [|BroadcastState<string, int>|] Names { get; }

            internal int Size => Names.Count;
        }
        """);

    [Fact]
    public Task Broadcast_state_of_a_generic_operator_is_reported() => VerifyAsync("""
        [Operator("sample")]
        internal sealed partial class Sample<T> : KeyedOperator<string, T, int>
        {
            [State] private partial [|BroadcastState<string, T>|] Names { get; }

            protected override void OnEvent(T value, OperatorContext<int> context) => context.Emit(Names.Count);
        }
        """);

    [Fact]
    public Task Broadcast_state_of_an_operator_with_a_broadcast_input_is_correct() => VerifyAsync(Broadcast("[State] private partial BroadcastState<string, int> Names { get; }", "Names[value] = 1;"));

    [Fact]
    public Task Several_broadcast_states_beside_keyed_state_are_correct() => VerifyAsync(Broadcast(
        "[State] private partial BroadcastState<string, int> Names { get; } [State] private partial long Count { get; set; } [State(Name = \"more\")] private partial BroadcastState<int, string?> More { get; }",
        "More[value.Length] = value; Names.Clear();"));

    [Fact]
    public Task A_broadcast_input_without_broadcast_state_is_correct() => VerifyAsync(Broadcast("[State] private partial long Count { get; set; }", "context.Emit(value.Length);"));

    [Fact]
    public Task A_base_class_between_is_correct() => VerifyAsync("""
        internal abstract class Logic : KeyedBroadcastOperator<string, int, string, int>
        {
            protected override void OnEvent(int value, OperatorContext<int> context) => context.Emit(value);
        }

        [Operator("sample")]
        internal sealed partial class Sample : Logic
        {
            [State] private partial BroadcastState<string, int> Names { get; }

            protected override void OnBroadcast(string value, BroadcastContext<int> context) => Names[value] = 1;
        }
        """);

    [Fact]
    public Task A_generic_operator_with_a_broadcast_input_is_correct() => VerifyAsync("""
        [Operator("sample")]
        internal sealed partial class Sample<T> : KeyedBroadcastOperator<string, int, T, int>
            where T : class
        {
            [State] private partial BroadcastState<string, T?> Names { get; }

            protected override void OnEvent(int value, OperatorContext<int> context) => context.Emit(Names.Count);

            protected override void OnBroadcast(T value, BroadcastContext<int> context) => Names["last"] = value;
        }
        """);

    [Fact]
    public Task A_property_that_is_no_state_is_correct() => VerifyMembersAsync("internal static BroadcastState<string, int>? Names => null;");

    private static string Broadcast(string members, string onBroadcast) => $$"""
        [Operator("sample")]
        internal sealed partial class Sample : KeyedBroadcastOperator<string, int, string, int>
        {
            {{members}}

            protected override void OnEvent(int value, OperatorContext<int> context) => context.Emit(value);

            protected override void OnBroadcast(string value, BroadcastContext<int> context)
            {
                {{onBroadcast}}
            }
        }
        """;
}
