namespace StateGen.Generators.Tests.Analyzers.SG2000;

public sealed class StateInEscapingDelegateTests() : RuleTests("SG2006")
{
    private const string State = """
        [State] private partial int Count { get; set; }
            [State] private partial ListState<int> Seen { get; }

        """;

    private const string Walker = """
        private sealed class Walker
            {
                public Action<int>? Found { get; set; }
                public Action<int>? Lost { get; set; }
                public event Action? Done;
                public void Walk() { Found?.Invoke(1); Lost?.Invoke(2); Done?.Invoke(); }
            }
        """;

    [Fact]
    public Task A_lambda_in_a_property_is_reported() => VerifyBodyAsync(State + "private static Action? Later { get => null; set => value?.Invoke(); }", "Later = () => [|Count|]++;");

    [Fact]
    public Task A_lambda_that_is_added_to_an_event_is_reported() => VerifyBodyAsync(State, "AppDomain.CurrentDomain.ProcessExit += (_, _) => Console.WriteLine([|Count|]);");

    [Fact]
    public Task A_lambda_that_is_returned_is_reported() => VerifyBodyAsync(State + "internal Func<int> Half() => () => [|Count|] / 2;", "context.Emit(Half()());");

    [Fact]
    public Task A_lambda_in_the_list_of_another_object_is_reported() => VerifyBodyAsync(State + "private static class Hooks { public static List<Action> All { get; } = []; }", "Hooks.All.Add(() => [|Seen|].Add(value));");

    [Fact]
    public Task A_method_that_touches_state_is_reported_where_it_is_kept() => VerifyBodyAsync(State + "private static Action? Later { get => null; set => value?.Invoke(); } private void More() => Count++;", "Later = [|More|];");

    [Fact]
    public Task A_local_function_is_reported_where_it_is_kept() => VerifyBodyAsync(State + "private static Action? Later { get => null; set => value?.Invoke(); }", "void More() => Count++; Later = [|More|];");

    [Fact]
    public Task A_lambda_in_a_field_of_another_object_is_reported() => VerifyBodyAsync(State + "private sealed class Hooks { public static readonly Hooks One = new(); public Action? First; }", "Hooks.One.First = () => [|Count|]++;");

    [Fact]
    public Task A_lambda_in_a_local_variable_is_correct() => VerifyBodyAsync(State, "Action more = () => Count++; more();");

    [Fact]
    public Task A_lambda_for_a_query_is_correct() => VerifyBodyAsync(State, "context.Emit(Enumerable.Range(0, 3).Count(n => n > Count));");

    [Fact]
    public Task A_lambda_that_a_constructor_keeps_is_correct() => VerifyBodyAsync(State + "private readonly Func<int> _half; public Sample() => _half = () => Count / 2;", "context.Emit(_half());");

    [Fact]
    public Task A_lambda_of_a_field_initializer_is_correct() => VerifyBodyAsync(State + "private readonly Func<int, int> _double = static n => n * 2;", "context.Emit(_double(Count));");

    [Fact]
    public Task A_kept_lambda_without_state_is_correct() => VerifyBodyAsync(State, "AppDomain.CurrentDomain.ProcessExit += (_, _) => Console.WriteLine(value); Count++;");

    [Fact]
    public Task A_kept_lambda_with_a_value_that_was_read_before_is_correct() => VerifyBodyAsync(State, "var count = Count; AppDomain.CurrentDomain.ProcessExit += (_, _) => Console.WriteLine(count);");

    [Fact]
    public Task A_value_that_is_returned_is_correct() => VerifyBodyAsync(State + "private int Half() => Count / 2;", "context.Emit(Half());");

    [Fact]
    public Task A_lambda_in_a_tuple_that_is_returned_is_reported() => VerifyBodyAsync(State + "internal (string, Func<int>) Half() => (Key, () => [|Count|] / 2);", "context.Emit(Half().Item2());");

    [Fact]
    public Task A_comparison_that_is_used_at_once_is_correct() => VerifyBodyAsync(State, "var values = new List<int> { 1, 2 }; values.Sort((left, right) => (left % (Count + 1)).CompareTo(right % (Count + 1))); context.Emit(values[0]);");

    [Fact]
    public Task A_lambda_that_a_method_of_the_operator_calls_is_correct() => VerifyBodyAsync(State + "private static void Twice(Action action) { action(); action(); }", "Twice(() => Count++);");

    [Fact]
    public Task A_lambda_that_a_private_method_returns_is_correct() => VerifyBodyAsync(
        State + "private Func<int, bool> Above() => n => n > Count; private Func<int, bool> Below => n => n < Count;", "context.Emit(new[] { 1, value }.Where(Above()).Count(Below));");

    [Fact]
    public Task A_lambda_in_an_object_of_the_callback_is_correct() => VerifyBodyAsync(
        State + Walker, "var walker = new Walker { Found = n => Count += n }; walker.Lost = n => Count -= n; walker.Done += () => Count++; walker.Walk();");

    [Fact]
    public Task A_lambda_in_a_new_object_that_is_kept_is_reported() => VerifyBodyAsync(
        State + "private static Walker? Later { get => null; set => value?.Walk(); } " + Walker, "Later = new Walker { Found = n => [|Count|] += n };");

    private const string SumOfNumbers = """
        internal readonly struct Sum : IReducer<int> { public static int Reduce(int accumulator, int value) => accumulator + value; }
        """;

    [Fact]
    public Task An_accumulator_in_a_lambda_that_is_returned_is_reported() => VerifyBodyAsync(
        "[State] private partial ReducingState<int, Sum> Total { get; }\n\n    internal Func<int> Half() => () => [|Total|].GetValueOrDefault() / 2;", "context.Emit(Half()());", SumOfNumbers);
}
