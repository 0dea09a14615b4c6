using StateGen.CodeFixes.SG2000;

namespace StateGen.Generators.Tests.Analyzers.SG2000;

public sealed class TimerOfOtherTimeTests() : RuleTests("SG2019")
{
    private const string State = """
        [State] private partial int Count { get; set; }
            [State] private partial DateTimeOffset? Due { get; set; }

        """;

    [Fact]
    public Task A_timer_of_processing_time_at_the_time_of_the_event_is_reported() => VerifyFixAsync<TimerOfOtherTimeCodeFixProvider>(
        State, "if (Count++ == 0) context.Timers.RegisterProcessingTime([|context.Timestamp|]);",
        State, "if (Count++ == 0) context.Timers.RegisterProcessingTime(context.ProcessingTime);");

    [Fact]
    public Task A_timer_of_event_time_at_the_processing_time_is_reported() => VerifyFixAsync<TimerOfOtherTimeCodeFixProvider>(
        State, "if (Count++ == 0) context.Timers.RegisterEventTime([|context.ProcessingTime|] + TimeSpan.FromMinutes(1));",
        State, "if (Count++ == 0) context.Timers.RegisterEventTime(context.Timestamp + TimeSpan.FromMinutes(1));");

    [Theory]
    [InlineData("[|context.Timestamp|].AddMinutes(1)")]
    [InlineData("[|context.Timestamp|] + TimeSpan.FromMinutes(1)")]
    [InlineData("([|context.Timestamp|] - TimeSpan.FromMinutes(value)).ToUniversalTime()")]
    [InlineData("new DateTimeOffset([|context.Timestamp|].UtcDateTime.Date.AddDays(1), TimeSpan.Zero)")]
    [InlineData("DateTimeOffset.FromUnixTimeMilliseconds([|context.Timestamp|].ToUnixTimeMilliseconds() + 60_000)")]
    [InlineData("Due ?? [|context.Timestamp|]")]
    [InlineData("value > 3 ? [|context.Timestamp|] : DateTimeOffset.MaxValue")]
    public Task A_time_at_a_distance_is_reported(string time) =>
        VerifyBodyAsync(State, $"if (Count++ == 0) context.Timers.RegisterProcessingTime({time});");

    [Fact]
    public Task A_time_in_a_variable_is_reported_once() => VerifyBodyAsync(
        State,
        "var at = [|context.Timestamp|].AddHours(1); if (context.Timers.ContainsProcessingTime(at)) context.Timers.DeleteProcessingTime(at);"
        + " else if (Count++ == 0) context.Timers.RegisterProcessingTime(at);");

    [Fact]
    public Task A_method_that_OnEvent_calls_is_reported() => VerifyBodyAsync(
        State + "private static void Remind(OperatorContext<int> context) => context.Timers.RegisterProcessingTime([|context.Timestamp|].AddHours(1));",
        "if (Count++ == 0) Remind(context);");

    [Fact]
    public Task A_local_function_is_reported() => VerifyBodyAsync(
        State, "if (Count++ == 0) Remind(); void Remind() => context.Timers.RegisterEventTime([|context.ProcessingTime|].AddHours(1));");

    [Fact]
    public Task A_timer_of_event_time_at_the_processing_time_is_reported_in_a_timer() => VerifyAsync(InTimer(
        "context.Timers.RegisterEventTime([|context.ProcessingTime|].AddHours(1));"));

    [Theory]
    [InlineData("context.Timers.RegisterProcessingTime(context.Timestamp.AddHours(1));")]
    [InlineData("context.Timers.RegisterProcessingTime(timer.Timestamp.AddHours(1));")]
    [InlineData("context.Timers.RegisterEventTime(context.Timestamp.AddHours(1));")]
    public Task The_time_of_a_timer_is_correct(string statement) => VerifyAsync(InTimer(statement));

    [Theory]
    [InlineData("context.Timers.RegisterProcessingTime(context.ProcessingTime.AddHours(1));")]
    [InlineData("context.Timers.RegisterEventTime(context.Timestamp.AddHours(1));")]
    [InlineData("context.Timers.RegisterProcessingTime(context.ProcessingTime + (context.Timestamp - Due.GetValueOrDefault()));")]
    [InlineData("context.Timers.RegisterProcessingTime(Due.GetValueOrDefault() + (context.Timestamp - context.Watermark));")]
    [InlineData("context.Timers.RegisterEventTime(context.Timestamp > context.ProcessingTime ? context.Timestamp : context.ProcessingTime);")]
    [InlineData("context.Timers.RegisterProcessingTime(Due ?? DateTimeOffset.MaxValue);")]
    public Task The_right_time_is_correct(string statement) => VerifyBodyAsync(State, $"if (Count++ == 0) {statement}");

    [Fact]
    public Task A_method_that_timers_call_too_is_correct() => VerifyAsync("""
        [Operator("sample")]
        internal sealed partial class Sample : KeyedOperator<string, int, int>
        {
            [State] private partial int Count { get; set; }

            protected override void OnEvent(int value, OperatorContext<int> context)
            {
                if (Count++ == 0)
                    Remind(context);
            }

            protected override void OnTimer(FiredTimer timer, OperatorContext<int> context) => Remind(context);

            private static void Remind(OperatorContext<int> context) => context.Timers.RegisterProcessingTime(context.Timestamp.AddHours(1));
        }
        """);

    [Fact]
    public Task The_name_of_a_member_is_correct() => VerifyBodyAsync(State, "Count += nameof(context.Timers.RegisterProcessingTime).Length + nameof(context.Timestamp).Length;");

    private static string InTimer(string statement) => $$"""
        [Operator("sample")]
        internal sealed partial class Sample : KeyedOperator<string, int, int>
        {
            protected override void OnEvent(int value, OperatorContext<int> context) => context.Emit(value);

            protected override void OnTimer(FiredTimer timer, OperatorContext<int> context)
            {
                {{statement}}
            }
        }
        """;
}
