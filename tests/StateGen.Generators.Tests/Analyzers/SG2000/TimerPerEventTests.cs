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
    public Task A_fixed_distance_is_reported() => VerifyBodyAsync(State, "[|context.Timers.RegisterEventTime(context.Timestamp.AddMinutes(5))|]; Count++;");

    [Fact]
    public Task A_sum_is_reported() => VerifyBodyAsync(State, "Count++; [|context.Timers.RegisterEventTime(context.Timestamp + TimeSpan.FromHours(1))|];");

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
}
