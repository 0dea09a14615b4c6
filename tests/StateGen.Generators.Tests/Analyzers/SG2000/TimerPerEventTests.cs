namespace StateGen.Generators.Tests.Analyzers.SG2000;

public sealed class TimerPerEventTests() : RuleTests("SG2013")
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
    public Task The_time_of_the_event_is_reported() => VerifyBodyAsync(State, "Count++; [|context.Timers.RegisterEventTime(context.Timestamp)|];");

    [Fact]
    public Task A_timer_for_each_event_of_one_of_two_inputs_is_reported() => VerifyAsync("""
        [Operator("sample")]
        internal sealed partial class Sample : KeyedCoOperator<string, int, string, int>
        {
            [State] private partial int Count { get; set; }

            protected override void OnFirst(int value, OperatorContext<int> context) => Count++;

            protected override void OnSecond(string value, OperatorContext<int> context) => [|context.Timers.RegisterEventTime(context.Timestamp.AddMinutes(5))|];
        }
        """);

    [Fact]
    public Task A_fixed_distance_is_reported() => VerifyBodyAsync(State, "[|context.Timers.RegisterEventTime(context.Timestamp.AddMinutes(5))|]; Count++;");

    [Fact]
    public Task A_sum_is_reported() => VerifyBodyAsync(State, "Count++; [|context.Timers.RegisterEventTime(context.Timestamp + TimeSpan.FromHours(1))|];");

    [Theory]
    [InlineData("context.ProcessingTime")]
    [InlineData("context.ProcessingTime.AddMinutes(5)")]
    [InlineData("context.ProcessingTime + TimeSpan.FromHours(1)")]
    public Task A_timer_of_processing_time_for_each_event_is_reported(string time) =>
        VerifyBodyAsync(State, $"Count++; [|context.Timers.RegisterProcessingTime({time})|];");

    [Theory]
    [InlineData("if (Count++ == 0) context.Timers.RegisterProcessingTime(context.ProcessingTime.AddHours(1));")]
    [InlineData("Count++; context.Timers.RegisterProcessingTime(new(context.ProcessingTime.Date.AddDays(1), TimeSpan.Zero));")]
    public Task A_timer_of_processing_time_that_events_share_is_correct(string statements) => VerifyBodyAsync(State, statements);

    [Fact]
    public Task A_timer_of_processing_time_that_replaces_the_one_before_is_correct() => VerifyBodyAsync(
        State + "[State] private partial DateTimeOffset? Due { get; set; }",
        "Count++; if (Due is { } due) context.Timers.DeleteProcessingTime(due); Due = context.ProcessingTime.AddHours(1); "
        + "context.Timers.RegisterProcessingTime(context.ProcessingTime.AddHours(1));");

    [Fact]
    public Task A_difference_is_reported() => VerifyBodyAsync(State, "Count++; [|context.Timers.RegisterEventTime(context.Timestamp - TimeSpan.FromMilliseconds(value))|];");

    [Fact]
    public Task Two_steps_are_reported() => VerifyBodyAsync(State, "Count++; [|context.Timers.RegisterEventTime(context.Timestamp.AddDays(1).AddHours(2))|];");

    [Fact]
    public Task A_timer_in_an_expression_is_reported() => VerifyAsync("""
        [Operator("sample")]
        internal sealed partial class Sample : KeyedOperator<string, int, int>
        {
            protected override void OnEvent(int value, OperatorContext<int> context) => [|context.Timers.RegisterEventTime(context.Timestamp.AddSeconds(value))|];
        }
        """);

    [Fact]
    public Task A_timer_of_the_first_event_is_correct() => VerifyBodyAsync(State, "if (Count++ == 0) context.Timers.RegisterEventTime(context.Timestamp.AddHours(1));");

    [Fact]
    public Task A_timer_after_an_early_return_is_correct() => VerifyBodyAsync(State, "if (Count++ > 0) return; context.Timers.RegisterEventTime(context.Timestamp.AddHours(1));");

    [Fact]
    public Task The_end_of_the_day_is_correct() => VerifyBodyAsync(State, "Count++; context.Timers.RegisterEventTime(new DateTimeOffset(context.Timestamp.Date.AddDays(1), TimeSpan.Zero));");

    [Fact]
    public Task A_rounded_time_is_correct() => VerifyBodyAsync(State + "private static DateTimeOffset Minute(DateTimeOffset at) => new(at.Ticks - at.Ticks % TimeSpan.TicksPerMinute, TimeSpan.Zero);", "Count++; context.Timers.RegisterEventTime(Minute(context.Timestamp));");

    [Fact]
    public Task The_time_of_a_state_is_correct() => VerifyBodyAsync(State + "[State] private partial DateTimeOffset? Due { get; set; }", "Due ??= context.Timestamp; context.Timers.RegisterEventTime(Due.Value.AddHours(1));");

    [Fact]
    public Task A_timer_in_a_timer_is_correct() => VerifyAsync("""
        [Operator("sample")]
        internal sealed partial class Sample : KeyedOperator<string, int, int>
        {
            protected override void OnEvent(int value, OperatorContext<int> context) => context.Emit(value);

            protected override void OnTimer(FiredTimer timer, OperatorContext<int> context) => context.Timers.RegisterEventTime(context.Timestamp.AddHours(1));
        }
        """);

    [Fact]
    public Task Deleting_a_timer_is_correct() => VerifyBodyAsync(State, "Count++; context.Timers.DeleteEventTime(context.Timestamp);");

    [Fact]
    public Task A_timer_in_a_variable_is_reported() => VerifyBodyAsync(State, "var due = context.Timestamp.AddHours(1); [|context.Timers.RegisterEventTime(due)|]; Count++;");

    [Fact]
    public Task A_timer_for_some_events_is_correct() => VerifyBodyAsync(State, "switch (value) { case 0: context.Timers.RegisterEventTime(context.Timestamp.AddHours(1)); break; default: Count++; break; }");

    [Fact]
    public Task A_variable_that_is_rounded_later_is_correct() => VerifyBodyAsync(
        State, "var due = context.Timestamp.AddHours(1); due = due.AddTicks(-(due.Ticks % TimeSpan.TicksPerMinute)); context.Timers.RegisterEventTime(due); Count++;");

    [Fact]
    public Task A_timer_in_the_place_of_another_is_correct() => VerifyBodyAsync(
        "[State] private partial DateTimeOffset? Last { get; set; }",
        """
        if (Last is { } last)
                    context.Timers.DeleteEventTime(last.AddHours(1));
                Last = context.Timestamp;
                context.Timers.RegisterEventTime(context.Timestamp.AddHours(1));
        """);

    private const string Reading = """
        internal sealed record Reading(string Name, DateTimeOffset At, DateTimeOffset DueAt, long Milliseconds)
        {
            public DateTimeOffset Minute => new(At.Ticks - At.Ticks % TimeSpan.TicksPerMinute, TimeSpan.Zero);

            public DateTimeOffset Later => At.AddHours(1);
        }
        """;

    private Task VerifyReadingAsync(string statements, string members = "", string moreTypes = "") => VerifyAsync($$"""
        [Operator("sample")]
        internal sealed partial class Sample : KeyedOperator<string, Reading, int>
        {
            [State] private partial int Count { get; set; }

            {{members}}

            protected override void OnEvent(Reading reading, OperatorContext<int> context)
            {
                Count++;
                {{statements}}
            }
        }

        {{Reading}}

        {{moreTypes}}
        """);

    [Fact]
    public Task The_time_in_the_event_is_reported() => VerifyReadingAsync("[|context.Timers.RegisterEventTime(reading.At)|]; [|context.Timers.RegisterEventTime(reading.At + TimeSpan.FromHours(1))|]; [|context.Timers.RegisterEventTime(reading.Later)|];");

    [Fact]
    public Task Milliseconds_in_the_event_are_reported() => VerifyReadingAsync("[|context.Timers.RegisterEventTime(DateTimeOffset.FromUnixTimeMilliseconds(reading.Milliseconds))|];");

    [Fact]
    public Task Rounded_milliseconds_are_correct() => VerifyReadingAsync("context.Timers.RegisterEventTime(DateTimeOffset.FromUnixTimeMilliseconds(reading.Milliseconds - reading.Milliseconds % 1000)); context.Timers.RegisterEventTime(reading.Minute);");

    [Fact]
    public Task A_time_of_the_future_in_the_event_is_correct() => VerifyReadingAsync("context.Timers.RegisterEventTime(reading.DueAt);");

    [Fact]
    public Task A_time_that_a_stream_selects_is_reported() => VerifyReadingAsync("[|context.Timers.RegisterEventTime(reading.DueAt)|];", "", "internal static class Job { public static object Build(SourceStream<Reading> readings) => readings.WithEventTime(reading => reading.DueAt, TimeSpan.Zero); }");

    [Fact]
    public Task A_private_method_is_reported_at_the_registration() => VerifyReadingAsync("Schedule(reading, context.Timers);", "private static void Schedule(Reading reading, TimerService timers) => [|timers.RegisterEventTime(Due(reading))|]; private static DateTimeOffset Due(Reading reading) => reading.At.AddMinutes(5);");

    [Fact]
    public Task A_private_method_that_rounds_is_correct() => VerifyReadingAsync("Schedule(reading.At, context.Timers);", "private static void Schedule(DateTimeOffset at, TimerService timers) { var due = at; due = due.AddTicks(-(due.Ticks % 600)); timers.RegisterEventTime(due); }");

    [Fact]
    public Task Timers_in_all_branches_are_reported() => VerifyReadingAsync("if (reading.Name.Length > 3) [|context.Timers.RegisterEventTime(reading.At)|]; else [|context.Timers.RegisterEventTime(context.Timestamp.AddDays(1))|];");

    [Fact]
    public Task Timers_in_all_cases_are_reported() => VerifyReadingAsync("""switch (reading.Name) { case "a": Schedule(context, 1); break; default: Schedule(context, 2); break; }""", "private static void Schedule(OperatorContext<int> context, int hours) => [|context.Timers.RegisterEventTime(context.Timestamp.AddHours(hours))|];");

    [Fact]
    public Task A_timer_in_one_branch_is_correct() => VerifyReadingAsync("if (reading.Name.Length > 3) context.Timers.RegisterEventTime(reading.At); else if (Count > 3) context.Timers.RegisterEventTime(context.Timestamp);");

    [Fact]
    public Task A_timer_in_a_loop_is_correct() => VerifyReadingAsync("foreach (var letter in reading.Name) context.Timers.RegisterEventTime(reading.At.AddHours(letter));");

    [Fact]
    public Task A_choice_between_times_is_reported() => VerifyReadingAsync("[|context.Timers.RegisterEventTime(reading.Name.Length > 3 ? reading.At : context.Timestamp)|];");

    [Fact]
    public Task A_timer_in_a_local_function_is_reported() => VerifyReadingAsync("Schedule(); void Schedule() => [|context.Timers.RegisterEventTime(reading.At)|];");

    [Fact]
    public Task A_method_of_another_class_is_reported_at_the_call() => VerifyReadingAsync("[|Timing.RegisterIn(context.Timers, context.Timestamp, TimeSpan.FromHours(1))|];", "", "internal static class Timing { public static void RegisterIn(TimerService timers, DateTimeOffset now, TimeSpan delay) => timers.RegisterEventTime(now + delay); }");

    [Theory]
    [InlineData("var (at, name) = (reading.At, reading.Name); [|context.Timers.RegisterEventTime(at.AddHours(1))|]; Console.WriteLine(name);")]
    [InlineData("DateTimeOffset at; string name; (at, name) = (context.Timestamp, reading.Name); [|context.Timers.RegisterEventTime(at)|]; Console.WriteLine(name);")]
    [InlineData("var (at, (name, _)) = (context.Timestamp, (reading.Name, 1)); [|context.Timers.RegisterEventTime(at)|]; Console.WriteLine(name);")]
    [InlineData("var (at, name) = Split(reading); [|context.Timers.RegisterEventTime(at)|]; Console.WriteLine(name);")]
    public Task A_time_in_a_tuple_is_reported(string code) =>
        VerifyReadingAsync(code, "private static (DateTimeOffset, string) Split(Reading reading) => (reading.At, reading.Name);");

    [Theory]
    [InlineData("var (at, name) = (new DateTimeOffset(reading.At.Date, TimeSpan.Zero), reading.At); context.Timers.RegisterEventTime(at); Console.WriteLine(name);")]
    [InlineData("var (at, name) = (reading.At, reading.Name); (at, name) = (new DateTimeOffset(at.Date, TimeSpan.Zero), \"name\"); context.Timers.RegisterEventTime(at); Console.WriteLine(name);")]
    public Task Another_time_in_a_tuple_is_correct(string code) => VerifyReadingAsync(code);
}
