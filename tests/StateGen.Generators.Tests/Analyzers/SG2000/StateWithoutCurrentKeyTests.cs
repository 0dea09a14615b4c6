namespace StateGen.Generators.Tests.Analyzers.SG2000;

public sealed class StateWithoutCurrentKeyTests() : RuleTests("SG2002")
{
    private const string State = "[State] private partial int Count { get; set; }\n    [State] private partial MapState<string, int> Seen { get; }\n\n    ";

    [Fact]
    public Task A_value_state_in_a_constructor_is_reported() => VerifyBodyAsync(State + "public Sample() => [|Count|] = 1;", "context.Emit(Count);");

    [Fact]
    public Task A_map_state_in_a_constructor_is_reported() => VerifyBodyAsync(State + "public Sample() { [|Seen|][\"a\"] = 1; }", "context.Emit(Count);");

    [Fact]
    public Task The_key_in_a_constructor_is_reported() => VerifyBodyAsync(
        "private readonly string _name;\n\n    public Sample() => _name = [|Key|];", "context.Emit(_name.Length);");

    [Fact]
    public Task Clearing_state_in_a_constructor_is_reported() => VerifyBodyAsync(State + "public Sample() => [|ClearState()|];", "context.Emit(Count);");

    [Fact]
    public Task State_behind_a_private_method_is_reported_at_the_call() => VerifyBodyAsync(
        State + "public Sample() => [|Reset()|];\n\n    private void Reset() => Really();\n\n    private void Really() => Count = 0;", "Reset();");

    [Fact]
    public Task State_behind_a_property_is_reported_at_its_use() => VerifyBodyAsync(
        State + "public Sample() => Console.WriteLine([|Half|]);\n\n    private int Half => Count / 2;", "context.Emit(Half);");

    [Fact]
    public Task State_when_the_operator_is_disposed_is_reported() => VerifyBodyAsync(State + "public void Dispose() => Console.WriteLine([|Count|]);", "context.Emit(Count);");

    [Fact]
    public Task State_of_a_key_in_OnBroadcast_is_reported() => VerifyAsync(OfBroadcast("[|Count|]++; Names[value] = 1;"));

    [Fact]
    public Task State_of_a_key_behind_a_method_that_OnBroadcast_calls_is_reported_at_the_call() => VerifyAsync(OfBroadcast("[|Add(value)|];"));

    [Fact]
    public Task Broadcast_state_in_OnBroadcast_is_correct() => VerifyAsync(OfBroadcast("Names[value] = Names.GetValueOrDefault(value) + 1; Names.Remove(value); context.Emit(Names.Count);"));

    [Fact]
    public Task Broadcast_state_in_a_constructor_is_reported() => VerifyAsync(OfBroadcast("Names[value] = 1;", "public Sample() => Console.WriteLine([|Names|].Count);"));

    [Fact]
    public Task State_in_a_callback_is_correct() => VerifyBodyAsync(State, "Count += value; Seen[Key] = value; ClearState();");

    [Fact]
    public Task State_in_a_method_that_only_callbacks_call_is_correct() => VerifyBodyAsync(State + "private void Reset() => Count = 0;", "Reset();");

    [Fact]
    public Task A_constructor_that_only_keeps_its_arguments_is_correct() => VerifyBodyAsync(
        State + "private readonly int _limit;\n\n    public Sample(int limit) => _limit = limit;", "if (Count < _limit) Count += value;");

    [Fact]
    public Task The_name_of_state_is_correct_anywhere() => VerifyBodyAsync(State + "private readonly string _name = nameof(Count);", "context.Emit(Count + _name.Length);");

    [Fact]
    public Task A_constructor_that_calls_a_method_without_state_is_correct() => VerifyBodyAsync(
        State + "private readonly int _limit;\n\n    public Sample() => _limit = Limit();\n\n    private static int Limit() => 7;", "Count = Math.Min(_limit, value);");

    [Fact]
    public Task A_lambda_that_a_constructor_makes_for_callbacks_is_correct() => VerifyBodyAsync(
        State + "private readonly Func<int> _half;\n\n    public Sample() => _half = () => Count / 2;", "context.Emit(_half());");

    [Fact]
    public Task State_of_the_same_name_in_another_object_is_correct() => VerifyBodyAsync(
        State + "private readonly int _length;\n\n    public Sample() => _length = new Other().Count;\n\n    private sealed class Other { public int Count => 3; }", "Count = _length;");

    [Fact]
    public Task A_loop_over_state_in_a_constructor_is_reported() => VerifyBodyAsync(State + "public Sample() { foreach (var (name, _) in [|Seen|]) Console.WriteLine(name); }", "context.Emit(Count);");

    [Fact]
    public Task State_in_a_local_function_is_reported_where_a_constructor_calls_it() => VerifyBodyAsync(State + "public Sample() { [|Reset()|]; void Reset() => Count = 0; }", "context.Emit(Count);");

    [Fact]
    public Task State_when_the_operator_is_disposed_later_is_reported() => VerifyBodyAsync(State + "public ValueTask DisposeAsync() { Console.WriteLine([|Count|]); return default; }", "context.Emit(Count);");

    [Fact]
    public Task State_in_a_local_function_that_a_constructor_keeps_is_correct() => VerifyBodyAsync(
        State + "private readonly Action _reset; public Sample() { _reset = Reset; void Reset() { if (Count > 0) Again(); } void Again() { Count--; Reset(); } }", "_reset();");

    [Theory]
    [MemberData(nameof(CountingBase.UsesOfState), MemberType = typeof(CountingBase))]
    public Task State_that_a_base_class_uses_is_reported(string member) => VerifyAsync($$"""
        [Operator("sample")]
        internal sealed partial class Sample : Counting
        {
            [State] private partial int Stored { get; set; }
            protected override int Count { get => Stored; set => Stored = value; }
            protected override int Total { get => Stored; set => Stored = value; }
            public Sample() => [|{{member}}()|];
            protected override void OnEvent(int value, OperatorContext<int> context) => context.Emit(Count);
        }

        {{CountingBase.Code}}
        """);

    [Fact]
    public Task State_that_a_base_class_uses_later_is_correct() => VerifyAsync($$"""
        [Operator("sample")]
        internal sealed partial class Sample : Counting
        {
            [State] private partial int Stored { get; set; }
            protected override int Count { get => Stored; set => Stored = value; }
            public Sample() => Later();
            protected override void OnEvent(int value, OperatorContext<int> context) => context.Emit(Count);
        }

        {{CountingBase.Code}}
        """);

    [Fact]
    public Task State_when_the_operator_is_opened_is_reported_once() => VerifyBodyAsync(
        State + "protected override async ValueTask OnOpenAsync(OperatorOpenContext context, System.Threading.CancellationToken cancellationToken) { await Task.Yield(); [|Count|] = 1; }",
        "context.Emit(Count);");

    [Fact]
    public Task State_behind_a_method_that_opens_or_closes_is_reported_at_the_call() => VerifyBodyAsync(
        State + """
        protected override ValueTask OnOpenAsync(OperatorOpenContext context, System.Threading.CancellationToken cancellationToken) { [|Reset()|]; return default; }
        protected override async ValueTask OnCloseAsync() { await Task.Yield(); [|Reset()|]; }
        private void Reset() => Seen.Clear();
        """,
        "Reset();");

    [Fact]
    public Task A_method_of_that_name_that_a_callback_calls_has_a_key() => VerifyBodyAsync(
        State + "private void OnOpenAsync() => Count = 1;", "OnOpenAsync();");

    [Fact]
    public Task A_visit_of_a_key_has_one() => VerifyAsync(OfBroadcast(
        "context.VisitKeys();", "protected override void OnKey(string value, OperatorContext<int> context) { Count += value.Length; Note(); } private void Note() => Names.ContainsKey(Key);"));

    [Fact]
    public Task Operator_state_needs_no_key() => VerifyBodyAsync(
        State + """
        [OperatorState] private partial OperatorListState<int> Shared { get; }
        protected override async ValueTask OnOpenAsync(OperatorOpenContext context, System.Threading.CancellationToken cancellationToken) { await Task.Yield(); Share(1); [|Count|] = Shared.Count; }
        protected override ValueTask OnCloseAsync() { Shared.Clear(); return default; }
        private void Share(int value) => Shared.Add(value);
        """,
        "Share(value);");

    [Fact]
    public Task Operator_state_of_broadcast_events_needs_no_key() => VerifyAsync(OfBroadcast(
        "Shared.Add(value.Length);", "[OperatorState] private partial OperatorListState<int> Shared { get; }"));

    private static string OfBroadcast(string onBroadcast, string members = "") => $$"""
        [Operator("sample")]
        internal sealed partial class Sample : KeyedBroadcastOperator<string, int, string, int>
        {
            [State] private partial BroadcastState<string, int> Names { get; }
            [State] private partial int Count { get; set; }
            {{members}}

            protected override void OnEvent(int value, OperatorContext<int> context)
            {
                Add(Key);
                context.Emit(Names.GetValueOrDefault(Key) + Count);
            }

            protected override void OnBroadcast(string value, BroadcastContext<int> context)
            {
                {{onBroadcast}}
            }

            private void Add(string name) => Count += name.Length;
        }
        """;

    private const string SumOfNumbers = """
        internal readonly struct Sum : IReducer<int> { public static int Reduce(int accumulator, int value) => accumulator + value; }
        """;

    [Fact]
    public Task An_accumulator_in_a_constructor_is_reported() => VerifyBodyAsync(
        "[State] private partial ReducingState<int, Sum> Total { get; }\n\n    public Sample() => [|Total|].Add(1);", "context.Emit(Total.GetValueOrDefault());", SumOfNumbers);
}
