namespace StateGen.Generators.Tests.Analyzers.SG2000;

public sealed class StateOnOtherThreadTests() : RuleTests("SG2005")
{
    private const string State = """
        [State] private partial int Count { get; set; }
            [State] private partial ListState<int> Seen { get; }

        """;

    [Fact]
    public Task State_in_a_task_is_reported() => VerifyBodyAsync(State, "_ = Task.Run(() => [|Count|]++);");

    [Fact]
    public Task State_in_a_parallel_loop_is_reported() => VerifyBodyAsync(State, "Parallel.For(0, value, n => [|Seen|].Add(n));");

    [Fact]
    public Task State_in_a_thread_is_reported() => VerifyBodyAsync(State, "new System.Threading.Thread(() => [|Count|] = value).Start();");

    [Fact]
    public Task State_in_the_pool_is_reported() => VerifyBodyAsync(State, "System.Threading.ThreadPool.QueueUserWorkItem(_ => [|Count|]++);");

    [Fact]
    public Task State_in_a_continuation_is_reported() => VerifyBodyAsync(State, "_ = Task.Delay(1).ContinueWith(_ => [|Count|]++, TaskScheduler.Default);");

    [Fact]
    public Task State_in_a_timer_of_the_framework_is_reported() => VerifyBodyAsync(State, "using var timer = new System.Threading.Timer(_ => [|Count|]++); Count = value;");

    [Fact]
    public Task State_in_a_parallel_query_is_reported() => VerifyBodyAsync(State, "context.Emit(Enumerable.Range(0, 9).AsParallel().Select(n => n + [|Count|]).Sum());");

    [Fact]
    public Task A_method_that_touches_state_is_reported_where_it_is_handed_over() => VerifyBodyAsync(State + "private void More() => Count++;", "_ = Task.Run([|More|]);");

    [Fact]
    public Task A_call_of_a_method_that_touches_state_is_reported() => VerifyBodyAsync(State + "private void More() => Count++;", "_ = Task.Run(() => [|More()|]);");

    [Fact]
    public Task State_in_a_local_function_is_reported_where_the_function_is_handed_over() => VerifyBodyAsync(State, "void More() => Count++; _ = Task.Run([|More|]);");

    [Fact]
    public Task State_in_a_task_inside_a_private_method_is_reported() => VerifyBodyAsync(State + "private void Start() => _ = Task.Run(() => [|Count|]++);", "Start();");

    [Fact]
    public Task A_value_that_was_read_before_is_correct() => VerifyBodyAsync(State, "var count = Count; _ = Task.Run(() => Console.WriteLine(count));");

    [Fact]
    public Task State_in_a_query_of_objects_is_correct() => VerifyBodyAsync(State, "context.Emit(Enumerable.Range(0, 9).Select(n => n + Count).Sum());");

    [Fact]
    public Task State_as_an_argument_is_correct() => VerifyBodyAsync(State, "_ = Task.Delay(Count);");

    [Fact]
    public Task A_task_without_state_is_correct() => VerifyBodyAsync(State, "_ = Task.Run(() => Console.WriteLine(value)); Count++;");

    [Fact]
    public Task A_local_function_that_is_called_is_correct() => VerifyBodyAsync(State, "void More() => Count++; More();");

    [Fact]
    public Task A_delegate_that_is_called_at_once_is_correct() => VerifyBodyAsync(State, "Action more = () => Count++; more();");

    [Fact]
    public Task A_task_that_handles_another_object_is_correct() => VerifyBodyAsync(State + "private sealed class Tally { public int Count { get; set; } }", "var tally = new Tally(); _ = Task.Run(() => tally.Count++); Count++;");

    [Fact]
    public Task State_in_a_started_task_is_reported() => VerifyBodyAsync(State, "_ = Task.Factory.StartNew(() => [|Count|]++, default, TaskCreationOptions.None, TaskScheduler.Default);");

    [Fact]
    public Task State_in_a_parallel_loop_over_a_list_is_reported() => VerifyBodyAsync(State, "Parallel.ForEach(new[] { 1, 2 }, n => { if (n > value) [|Seen|].Add(n); });");

    [Fact]
    public Task State_in_an_async_task_is_reported() => VerifyBodyAsync(State, "_ = Task.Run(async () => { [|Count|]++; await Task.Yield(); });");

    [Fact]
    public Task State_in_an_explicit_delegate_is_reported() => VerifyBodyAsync(State + "private void More() => Count++;", "new System.Threading.Thread(new System.Threading.ThreadStart([|More|])).Start();");

    [Fact]
    public Task State_in_a_loop_over_a_list_is_correct() => VerifyBodyAsync(State, "new List<int> { 1, 2 }.ForEach(n => Seen.Add(n)); Array.ForEach(new[] { 1, 2 }, n => Count += n);");

    [Fact]
    public Task State_in_a_finished_task_is_correct() => VerifyBodyAsync(State, "_ = Task.FromResult(Count);");

    [Fact]
    public Task State_in_a_cancellation_is_reported() => VerifyBodyAsync(
        State + "private readonly System.Threading.CancellationTokenSource _stopping = new();", "_stopping.Token.Register(() => [|Count|]++);");

    [Theory]
    [MemberData(nameof(CountingBase.UsesOfState), MemberType = typeof(CountingBase))]
    public Task State_that_a_base_class_uses_is_reported(string member) => VerifyAsync($$"""
        [Operator("sample")]
        internal sealed partial class Sample : Counting
        {
            [State] private partial int Stored { get; set; }
            protected override int Count { get => Stored; set => Stored = value; }
            protected override int Total { get => Stored; set => Stored = value; }
            
            protected override void OnEvent(int value, OperatorContext<int> context) => Task.Run(() => [|{{member}}()|]);
        }

        {{CountingBase.Code}}
        """);

    [Theory]
    [InlineData("Action work = [|Work|]; Task.Run(work);")]
    [InlineData("Action work = [|Work|]; Task.Run(() => work());")]
    [InlineData("Action work; work = [|Work|]; new System.Threading.Thread(() => work()).Start();")]
    public Task A_method_in_a_variable_that_another_thread_runs_is_reported(string code) => VerifyBodyAsync(State + "private void Work() => Count++;", code);

    [Theory]
    [InlineData("Action work = Work; work();")]
    [InlineData("Action work = Work; new List<int> { 1 }.ForEach(_ => work());")]
    [InlineData("Action work = Idle; Task.Run(() => work()); Work();")]
    public Task A_method_in_a_variable_that_the_callback_runs_is_correct(string code) => VerifyBodyAsync(State + "private void Work() => Count++; private static void Idle() { }", code);

    private const string SumOfNumbers = """
        internal readonly struct Sum : IReducer<int> { public static int Reduce(int accumulator, int value) => accumulator + value; }
        """;

    [Fact]
    public Task An_accumulator_in_a_task_is_reported() => VerifyBodyAsync(
        "[State] private partial ReducingState<int, Sum> Total { get; }", "_ = Task.Run(() => [|Total|].Add(value));", SumOfNumbers);
}
