using System.Globalization;
using static System.FormattableString;

namespace StateGen.Storms;

/// <summary>One line of the input.</summary>
public sealed record Payment(string Account, long Amount, long Milliseconds)
{
    public static Payment Parse(string line)
    {
        var fields = line.Split(',');
        return new(fields[0], long.Parse(fields[1], CultureInfo.InvariantCulture), long.Parse(fields[2], CultureInfo.InvariantCulture));
    }
}

/// <summary>The payments of an account in one window.</summary>
public sealed record WindowSum(string Account, long End, long Count, long Sum);

/// <summary>A rate that is valid from a time on, for a tenth of a second.</summary>
public sealed record Rate(long Milliseconds, long Value)
{
    public static Rate Parse(string line)
    {
        var fields = line.Split(',');
        return new(long.Parse(fields[0], CultureInfo.InvariantCulture), long.Parse(fields[1], CultureInfo.InvariantCulture));
    }
}

/// <summary>A payment that is an alert, with its number within the account, in the order of time, and the rate of its time.</summary>
public sealed record Alert(string Account, long Number, long Rate);

/// <summary>
/// A graph with every kind of stage: two sources, one of them with two splits, a union, functions, a keyed operator with timers and a side output, another
/// operator after the side output, which has a broadcast input from a third source, and two sinks.
/// </summary>
internal static class StormPipeline
{
    public static RunnablePipeline Create(string root, int step, StopPoint stop)
    {
        var payments = Read(root, "left", splits: 1, step).Union(Read(root, "right", splits: 2, step)).Where(payment => payment.Amount != 0);
        var sums = payments.KeyBy(payment => payment.Account).Process(() => new WindowSums());
        var alerts = sums.SideOutput(WindowSums.Large).KeyBy(payment => payment.Account)
            .Connect(ReadRates(root, step).Broadcast()).Process(() => new AlertNumbers());
        return Pipeline.Combine(
            sums.Select(sum => Invariant($"{sum.Account},{sum.End},{sum.Count},{sum.Sum}")).To(LinesIn(root, "sums", stop), "sums"),
            alerts.Select(alert => Invariant($"{alert.Account},{alert.Number},{alert.Rate}")).To(LinesIn(root, "alerts", stop), "alerts"));
    }

    private static SourceStream<Payment> Read(string root, string name, int splits, int step)
    {
        var file = FileSource.Lines(Path.Combine(root, $"{name}.csv"), Payment.Parse, splits);
        return Pipeline.From(step == 0 ? file : new PacedSource<Payment>(file, step) { AnnouncesEnds = true }, name)
            .WithEventTime(payment => DateTimeOffset.FromUnixTimeMilliseconds(payment.Milliseconds), TimeSpan.Zero);
    }

    // There are fewer rates than payments, and no payment passes the rates of its time.
    private static SourceStream<Rate> ReadRates(string root, int step)
    {
        var file = FileSource.Lines(Path.Combine(root, "rates.csv"), Rate.Parse);
        return Pipeline.From(step == 0 ? file : new PacedSource<Rate>(file, Math.Max(1, step / 10)), "rates")
            .WithEventTime(rate => DateTimeOffset.FromUnixTimeMilliseconds(rate.Milliseconds), TimeSpan.Zero);
    }

    private static StoppingSink<string> LinesIn(string root, string name, StopPoint stop) =>
        new(FileSink.Lines<string>(Path.Combine(root, name), static line => line), stop);
}

/// <summary>Sums the payments of an account in windows of two seconds. What is large goes to a side output.</summary>
[Operator("window-sums")]
public sealed partial class WindowSums : KeyedOperator<string, Payment, WindowSum>
{
    public static readonly OutputTag<Payment> Large = new("large");

    private const long Window = 2_000;

    [State] private partial MapState<long, (long Count, long Sum)> Windows { get; }

    protected override void OnEvent(Payment value, OperatorContext<WindowSum> context)
    {
        if (value.Amount > 900)
            context.Emit(Large, value);
        var end = (value.Milliseconds / Window * Window) + Window;
        var (count, sum) = Windows.GetValueOrDefault(end);
        Windows[end] = (count + 1, sum + value.Amount);
        context.Timers.RegisterEventTime(DateTimeOffset.FromUnixTimeMilliseconds(end));
    }

    protected override void OnTimer(FiredTimer timer, OperatorContext<WindowSum> context)
    {
        var end = timer.Timestamp.ToUnixTimeMilliseconds();
        var (count, sum) = Windows[end];
        context.Emit(new(Key, end, count, sum));
        Windows.Remove(end);
    }
}

/// <summary>Numbers the large payments of an account in the order of time, and finds the rate of each. Both are known when the watermark reaches that time.</summary>
[Operator("alert-numbers")]
public sealed partial class AlertNumbers : KeyedBroadcastOperator<string, Payment, Rate, Alert>
{
    private const long Validity = 100;

    [State] private partial BroadcastState<long, long> Rates { get; }
    [State] private partial MapState<long, long> Waiting { get; }
    [State] private partial long Count { get; set; }
    [OperatorState(Redistribution = OperatorStateRedistribution.Union)] private partial OperatorListState<long> RateCounts { get; }

    // Every subtask has received the same rates at the checkpoint, and no time has two.
    protected override ValueTask OnOpenAsync(OperatorOpenContext context, CancellationToken cancellationToken)
    {
        RateCounts.Update([RateCounts.Distinct().SingleOrDefault()]);
        return ValueTask.CompletedTask;
    }

    protected override void OnEvent(Payment value, OperatorContext<Alert> context)
    {
        Waiting[value.Milliseconds] = Waiting.GetValueOrDefault(value.Milliseconds) + 1;
        context.Timers.RegisterEventTime(DateTimeOffset.FromUnixTimeMilliseconds(value.Milliseconds));
    }

    protected override void OnTimer(FiredTimer timer, OperatorContext<Alert> context)
    {
        var time = timer.Timestamp.ToUnixTimeMilliseconds();
        RequireRates();
        for (var waiting = Waiting[time]; waiting > 0; waiting--)
            context.Emit(new(Key, ++Count, Rates[time / Validity * Validity]));
        Waiting.Remove(time);
    }

    protected override void OnBroadcast(Rate value, BroadcastContext<Alert> context)
    {
        Rates[value.Milliseconds] = value.Value;
        RateCounts[0]++;
    }

    private void RequireRates()
    {
        if (Rates.Count != RateCounts[0])
            throw new InvalidOperationException($"There are {Rates.Count} rates in broadcast state, and {RateCounts[0]} in operator state.");
    }
}
