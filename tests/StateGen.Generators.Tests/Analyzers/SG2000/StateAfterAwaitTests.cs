namespace StateGen.Generators.Tests.Analyzers.SG2000;

public sealed class StateAfterAwaitTests() : RuleTests("SG2004")
{
    private const string State = """
        [State] private partial int Count { get; set; }
            [State] private partial ListState<int> Seen { get; }

        """;

    [Fact]
    public Task A_value_state_after_an_await_is_reported() => VerifyBodyAsync(State + "private async Task LaterAsync() { await Task.Yield(); [|Count|]++; }", "_ = LaterAsync();");

    [Fact]
    public Task A_list_state_after_an_await_is_reported() => VerifyBodyAsync(State + "private async Task LaterAsync(int value) { await Task.Yield(); [|Seen|].Add(value); }", "_ = LaterAsync(value);");

    [Fact]
    public Task The_key_after_an_await_is_reported() => VerifyBodyAsync(State + "private async Task<string> LaterAsync() { await Task.Yield(); return [|Key|]; }", "_ = LaterAsync();");

    [Fact]
    public Task State_that_is_assigned_what_was_awaited_is_reported() => VerifyBodyAsync(State + "private async Task LaterAsync() => [|Count|] = await Task.FromResult(1);", "_ = LaterAsync();");

    [Fact]
    public Task State_in_a_loop_that_awaits_is_reported() => VerifyBodyAsync(State + "private async Task LaterAsync() { for (var i = 0; i < 3; i++) { [|Count|]++; await Task.Yield(); } }", "_ = LaterAsync();");

    [Fact]
    public Task State_behind_a_method_is_reported_at_the_call() => VerifyBodyAsync(State + "private async Task LaterAsync() { await Task.Yield(); [|More()|]; } private void More() => Count++;", "_ = LaterAsync();");

    [Fact]
    public Task State_in_an_async_lambda_is_reported() => VerifyBodyAsync(State, "Func<Task> later = async () => { await Task.Yield(); [|Count|]++; }; _ = later();");

    [Fact]
    public Task State_in_an_async_local_function_is_reported() => VerifyBodyAsync(State, "async Task LaterAsync() { await Task.Yield(); [|Count|]++; } _ = LaterAsync();");

    [Fact]
    public Task State_before_an_await_is_correct() => VerifyBodyAsync(State + "private async Task LaterAsync() { Count++; await Task.Yield(); }", "_ = LaterAsync();");

    [Fact]
    public Task State_as_an_argument_of_what_is_awaited_is_correct() => VerifyBodyAsync(State + "private async Task LaterAsync() => await Task.Delay(Count);", "_ = LaterAsync();");

    [Fact]
    public Task What_was_read_before_is_correct_after() => VerifyBodyAsync(State + "private async Task<int> LaterAsync() { var count = Count; await Task.Yield(); return count; }", "_ = LaterAsync();");

    [Fact]
    public Task State_in_a_loop_before_an_await_is_correct() => VerifyBodyAsync(State + "private async Task LaterAsync() { for (var i = 0; i < 3; i++) Count++; await Task.Yield(); }", "_ = LaterAsync();");

    [Fact]
    public Task State_beside_a_lambda_that_awaits_is_correct() => VerifyBodyAsync(State, "Func<Task> wait = async () => await Task.Yield(); _ = wait(); Count++;");

    [Fact]
    public Task An_async_method_without_state_is_correct() => VerifyBodyAsync(State + "private static async Task<int> LoadAsync() { await Task.Yield(); return 1; }", "_ = LoadAsync(); Count++;");

    [Fact]
    public Task The_name_of_state_is_correct_after_an_await() => VerifyBodyAsync(State + "private static async Task<string> LoadAsync() { await Task.Yield(); return nameof(Count); }", "_ = LoadAsync(); Count++;");

    [Fact]
    public Task State_in_a_loop_over_what_comes_later_is_reported() => VerifyBodyAsync(State + "private async Task LaterAsync(IAsyncEnumerable<int> values) { await foreach (var value in values) [|Count|] += value; }", "_ = LaterAsync(null!);");

    [Fact]
    public Task State_behind_a_condition_that_is_awaited_is_reported() => VerifyBodyAsync(State + "private async Task LaterAsync() { if (await Task.FromResult(true)) [|Count|]++; }", "_ = LaterAsync();");

    [Fact]
    public Task State_in_a_handler_of_what_was_awaited_is_reported() => VerifyBodyAsync(State + "private async Task LaterAsync() { try { await Task.Yield(); } catch (InvalidOperationException) { [|Count|]++; } }", "_ = LaterAsync();");

    [Fact]
    public Task State_in_the_other_branch_is_correct() => VerifyBodyAsync(State + "private async Task LaterAsync(bool isLate) { if (isLate) await Task.Yield(); else Count++; }", "_ = LaterAsync(value > 0);");

    [Fact]
    public Task State_after_a_branch_that_awaits_and_returns_is_correct() => VerifyBodyAsync(State + "private async Task LaterAsync(bool isLate) { if (isLate) { await Task.Yield(); return; } Count++; }", "_ = LaterAsync(value > 0);");

    [Fact]
    public Task State_after_a_branch_that_returns_what_it_awaits_is_correct() => VerifyBodyAsync(
        State + "private async Task<int> LaterAsync(bool isLate) { if (isLate) return await Task.FromResult(1); Count++; return isLate ? await Task.FromResult(2) : Count; }", "_ = LaterAsync(value > 0);");

    [Fact]
    public Task State_after_a_try_that_awaits_and_returns_is_reported() => VerifyBodyAsync(
        State + "private async Task LaterAsync() { try { await Task.Yield(); return; } catch (InvalidOperationException) { } [|Count|]++; }", "_ = LaterAsync();");

    [Fact]
    public Task State_after_both_branches_is_reported() => VerifyBodyAsync(
        State + "private async Task LaterAsync(bool isLate) { if (isLate) await Task.Yield(); else Count++; [|Count|]++; }", "_ = LaterAsync(value > 0);");

    [Fact]
    public Task State_after_what_is_disposed_later_is_reported() => VerifyBodyAsync(
        State + "private async Task LaterAsync(IAsyncDisposable file) { await using (file) Count++; [|Count|]++; }", "_ = LaterAsync(null!);");

    [Fact]
    public Task State_in_another_case_is_correct() => VerifyBodyAsync(
        State + "private async Task LaterAsync(int kind) { switch (kind) { case 0: await Task.Yield(); break; default: Count++; break; } }", "_ = LaterAsync(value);");

    [Theory]
    [MemberData(nameof(CountingBase.UsesOfState), MemberType = typeof(CountingBase))]
    public Task State_that_a_base_class_uses_is_reported(string member) => VerifyAsync($$"""
        [Operator("sample")]
        internal sealed partial class Sample : Counting
        {
            [State] private partial int Stored { get; set; }
            protected override int Count { get => Stored; set => Stored = value; }
            protected override int Total { get => Stored; set => Stored = value; }
            private async Task SaveAsync() { await Task.Yield(); [|{{member}}()|]; }
            protected override void OnEvent(int value, OperatorContext<int> context) => _ = SaveAsync();
        }

        {{CountingBase.Code}}
        """);

    [Fact]
    public Task State_in_an_async_callback_is_reported_too() => VerifyAsync("""
        [Operator("sample")]
        internal sealed partial class Sample : KeyedOperator<string, int, int>
        {
            [State] private partial int Count { get; set; }

            protected override {|SG2003:async|} void OnEvent(int value, OperatorContext<int> context)
            {
                Count++;
                await Task.Yield();
                [|Count|] = value;
                context.Emit([|Key|].Length);
            }

            protected override {|SG2003:async|} void OnTimer(FiredTimer timer, OperatorContext<int> context) => [|Count|] = await Task.FromResult(1);
        }
        """);

    [Fact]
    public Task What_an_async_callback_emits_is_reported_for_the_callback() => VerifyAsync("""
        [Operator("sample")]
        internal sealed partial class Sample : KeyedOperator<string, int, int>
        {
            [State] private partial int Count { get; set; }

            protected override {|SG2003:async|} void OnEvent(int value, OperatorContext<int> context)
            {
                var count = ++Count;
                await Task.Yield();
                context.Emit(count);
            }
        }
        """);

    private const string SumOfNumbers = """
        internal readonly struct Sum : IReducer<int> { public static int Reduce(int accumulator, int value) => accumulator + value; }
        """;

    [Fact]
    public Task An_accumulator_after_an_await_is_reported() => VerifyBodyAsync(
        "[State] private partial ReducingState<int, Sum> Total { get; }\n\n    private async Task LaterAsync(int value) { await Task.Yield(); [|Total|].Add(value); }", "_ = LaterAsync(value);", SumOfNumbers);
}
