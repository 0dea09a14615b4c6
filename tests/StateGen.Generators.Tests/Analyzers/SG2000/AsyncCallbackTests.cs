namespace StateGen.Generators.Tests.Analyzers.SG2000;

public sealed class AsyncCallbackTests() : RuleTests("SG2003")
{
    private const string State = """
        [State] private partial int Count { get; set; }
            [State] private partial ListState<int> Seen { get; }

        """;

    [Fact]
    public Task An_async_OnEvent_is_reported() => VerifyAsync("""
        [Operator("sample")]
        internal sealed partial class Sample : KeyedOperator<string, int, int>
        {
            [State] private partial int Count { get; set; }

            protected override [|async|] void OnEvent(int value, OperatorContext<int> context)
            {
                Count++;
                await Task.Yield();
                context.Emit(value);
            }
        }
        """);

    [Fact]
    public Task An_async_callback_of_the_second_input_is_reported() => VerifyAsync("""
        [Operator("sample")]
        internal sealed partial class Sample : KeyedCoOperator<string, int, string, int>
        {
            protected override void OnFirst(int value, OperatorContext<int> context) => context.Emit(value);

            protected override [|async|] void OnSecond(string value, OperatorContext<int> context)
            {
                await Task.Yield();
                context.Emit(1);
            }
        }
        """);

    [Fact]
    public Task An_async_OnTimer_is_reported() => VerifyAsync("""
        [Operator("sample")]
        internal sealed partial class Sample : KeyedOperator<string, int, int>
        {
            [State] private partial int Count { get; set; }

            protected override void OnEvent(int value, OperatorContext<int> context) => Count++;

            protected override [|async|] void OnTimer(FiredTimer timer, OperatorContext<int> context) => await Task.Delay(Count);
        }
        """);

    [Fact]
    public Task Both_callbacks_are_reported() => VerifyAsync("""
        [Operator("sample")]
        internal sealed partial class Sample : KeyedOperator<string, int, int>
        {
            [State] private partial int Count { get; set; }

            protected override [|async|] void OnEvent(int value, OperatorContext<int> context) => await Task.Delay(Count);

            protected override [|async|] void OnTimer(FiredTimer timer, OperatorContext<int> context) => await Task.Delay(Count);
        }
        """);

    [Fact]
    public Task An_async_callback_without_state_is_reported_too() => VerifyAsync("""
        [Operator("sample")]
        internal sealed partial class Sample : KeyedOperator<string, int, int>
        {
            protected override [|async|] void OnEvent(int value, OperatorContext<int> context)
            {
                await Task.Yield();
                context.Emit(value);
            }
        }
        """);

    [Fact]
    public Task An_async_callback_of_a_base_class_is_reported() => VerifyAsync("""
        internal abstract class Logic : KeyedOperator<string, int, int>
        {
            protected override [|async|] void OnEvent(int value, OperatorContext<int> context) => await Task.Yield();
        }

        [Operator("sample")]
        internal sealed partial class Sample : Logic;
        """);

    [Fact]
    public Task An_override_of_an_override_is_reported() => VerifyAsync("""
        internal abstract class Logic : KeyedOperator<string, int, int>
        {
            protected override void OnEvent(int value, OperatorContext<int> context) => context.Emit(value);
        }

        [Operator("sample")]
        internal sealed partial class Sample : Logic
        {
            protected sealed override [|async|] void OnEvent(int value, OperatorContext<int> context) => await Task.Yield();
        }
        """);

    [Fact]
    public Task A_callback_that_is_not_async_is_correct() => VerifyBodyAsync(State, "context.Emit(++Count);");

    [Fact]
    public Task An_async_method_beside_the_callbacks_is_correct() => VerifyBodyAsync(State + "public static async Task<int> LoadAsync() { await Task.Yield(); return 1; }", "Count++;");

    [Fact]
    public Task A_method_of_that_name_in_another_class_is_correct() => VerifyAsync("""
        internal sealed class Listener
        {
            public async void OnEvent(int value) => await Task.Delay(value);
        }
        """);

    [Fact]
    public Task An_overload_of_that_name_is_correct() => VerifyBodyAsync(State + "private async Task OnEvent(int value) => await Task.Delay(value);", "_ = OnEvent(value); Count++;");

    [Fact]
    public Task An_async_lambda_that_touches_no_state_is_correct() => VerifyBodyAsync(State, "Func<Task> wait = async () => await Task.Delay(value); _ = wait; Count++;");

    [Fact]
    public Task A_callback_that_starts_a_task_is_correct() => VerifyBodyAsync(State, "_ = Task.Delay(value); Count++;");

    [Fact]
    public Task Opening_and_closing_may_be_async() => VerifyBodyAsync(
        """
        private string _name = "";
        protected override async ValueTask OnOpenAsync(OperatorOpenContext context, System.Threading.CancellationToken cancellationToken) => _name = await LoadAsync();
        protected override async ValueTask OnCloseAsync() => await Task.Yield();
        private static async Task<string> LoadAsync() { await Task.Yield(); return "name"; }
        """,
        "context.Emit(_name.Length);");
}
