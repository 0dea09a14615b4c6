namespace StateGen.Generators.Tests.Analyzers.SG2000;

public sealed class SwallowedExceptionTests() : RuleTests("SG2015")
{
    private const string State = """
        [State] private partial int Count { get; set; }
            [State] private partial ListState<int> Seen { get; }
            [State] private partial MapState<string, int> ByName { get; }
            [State(Copy = true)] private partial List<int>? Items { get; set; }
            [State(Copy = true)] private partial MapState<string, List<int>> Lists { get; }
            [State(Copy = true)] private partial Order? Last { get; set; }

            private sealed class Order { public int Price { get; set; } public List<string> Lines { get; set; } = []; }

        """;

    [Fact]
    public Task A_handler_of_everything_is_reported() => VerifyBodyAsync(State, "try { Count += int.Parse(Key, System.Globalization.CultureInfo.InvariantCulture); } [|catch|] (Exception) { context.Emit(0); }");

    [Fact]
    public Task A_handler_without_a_type_is_reported() => VerifyBodyAsync(State, "try { Count++; } [|catch|] { context.Emit(0); }");

    [Fact]
    public Task A_handler_that_logs_is_reported() => VerifyBodyAsync(State, "try { Count++; } [|catch|] (Exception exception) { Console.WriteLine(exception); }");

    [Fact]
    public Task A_handler_with_a_filter_is_reported() => VerifyBodyAsync(State, "try { Count++; } [|catch|] (Exception exception) when (exception.Message.Length > 0) { Console.WriteLine(exception); }");

    [Fact]
    public Task A_handler_around_a_method_that_touches_state_is_reported() => VerifyBodyAsync(State + "private void More() => Count++;", "try { More(); } [|catch|] (Exception) { context.Emit(0); }");

    [Fact]
    public Task A_handler_in_a_private_method_is_reported() => VerifyBodyAsync(State + "private void More() { try { Seen.Add(1); } [|catch|] (Exception) { Count = 0; } }", "More();");

    [Fact]
    public Task A_handler_of_everything_after_one_of_something_is_reported() => VerifyBodyAsync(State, "try { Count++; } catch (FormatException) { Count = 0; } [|catch|] (Exception) { Count = 1; }");

    [Fact]
    public Task A_handler_of_what_is_expected_is_correct() => VerifyBodyAsync(State, "try { Count += int.Parse(Key, System.Globalization.CultureInfo.InvariantCulture); } catch (FormatException) { context.Emit(0); }");

    [Fact]
    public Task A_handler_that_throws_on_is_correct() => VerifyBodyAsync(State, "try { Count++; } catch (Exception exception) { Console.WriteLine(exception); throw; }");

    [Fact]
    public Task A_handler_that_throws_another_is_correct() => VerifyBodyAsync(State, "try { Count++; } catch (Exception exception) { throw new InvalidOperationException(Key, exception); }");

    [Fact]
    public Task A_handler_around_code_without_state_is_correct() => VerifyBodyAsync(State, "try { Console.WriteLine(value); } catch (Exception) { Count++; }");

    [Fact]
    public Task A_finally_is_correct() => VerifyBodyAsync(State, "try { Count++; } finally { Console.WriteLine(value); }");

    [Fact]
    public Task A_handler_outside_operators_is_correct() => VerifyAsync("""
        internal static class Program
        {
            public static void Run()
            {
                try { Console.WriteLine(); } catch (Exception) { Console.Beep(); }
            }
        }
        """);

    [Fact]
    public Task A_handler_that_throws_on_what_is_not_expected_is_correct() => VerifyBodyAsync(State, "try { Count++; } catch (Exception exception) { if (exception is not FormatException) throw; }");

    [Fact]
    public Task A_handler_that_returns_is_reported() => VerifyBodyAsync(State, "try { ByName[Key] = value; Count++; } [|catch|] (Exception) { return; }");

    [Fact]
    public Task A_filter_for_what_is_expected_is_correct() => VerifyBodyAsync(State, "try { Count += int.Parse(Key, System.Globalization.CultureInfo.InvariantCulture); } catch (Exception exception) when (exception is FormatException or OverflowException) { context.Emit(0); }");

    [Fact]
    public Task A_handler_that_throws_the_captured_error_is_correct() => VerifyBodyAsync(State, "try { Count++; } catch (Exception exception) { System.Runtime.ExceptionServices.ExceptionDispatchInfo.Capture(exception).Throw(); }");

    [Fact]
    public Task A_handler_that_throws_in_every_branch_is_correct() => VerifyBodyAsync(State, "try { Count++; } catch (Exception exception) { if (value > 0) throw; else throw new InvalidOperationException(Key, exception); }");

    [Fact]
    public Task A_filter_for_all_but_one_is_reported() => VerifyBodyAsync(State, "try { Count++; } [|catch|] (Exception exception) when (exception is not OperationCanceledException) { context.Emit(0); }");

    [Fact]
    public Task A_filter_for_one_or_all_of_a_text_is_reported() => VerifyBodyAsync(
        State, "try { Count++; } [|catch|] (Exception exception) when (exception is FormatException || exception is { Message: \"\" }) { context.Emit(0); }");

    [Fact]
    public Task A_handler_that_keeps_the_error_for_later_is_correct() => VerifyBodyAsync(
        State, "Exception? error = null; try { Count++; } catch (Exception exception) { error = exception; } Console.WriteLine(); if (error is not null) throw new InvalidOperationException(Key, error);");

    [Fact]
    public Task A_handler_that_keeps_only_the_message_is_reported() => VerifyBodyAsync(
        State, "var text = \"\"; try { Count++; } [|catch|] (Exception exception) { text = exception.Message; } context.Emit(text.Length);");
}
