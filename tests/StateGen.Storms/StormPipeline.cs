using System.Globalization;

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

/// <summary>A payment that is an alert, with its number within the account.</summary>
public sealed record Alert(string Account, long Number);

/// <summary>
/// A graph with every kind of stage: two sources, one of them with two splits, a union, functions, a keyed operator with timers and a side output, another
/// operator after the side output, and two sinks.
/// </summary>
internal static class StormPipeline
{
    public static RunnablePipeline Create(string root, int step)
    {
        var payments = Read(root, "left", splits: 1, step).Union(Read(root, "right", splits: 2, step)).Where(payment => payment.Amount != 0);
        var sums = payments.KeyBy(payment => payment.Account).Process(() => new WindowSums());
        var alerts = sums.SideOutput(WindowSums.Large).KeyBy(payment => payment.Account).Process(() => new AlertNumbers());
        return Pipeline.Combine(
            sums.Select(sum => string.Create(CultureInfo.InvariantCulture, $"{sum.Account},{sum.End},{sum.Count},{sum.Sum}")).To(LinesIn(root, "sums"), "sums"),
            alerts.Select(alert => string.Create(CultureInfo.InvariantCulture, $"{alert.Account},{alert.Number}")).To(LinesIn(root, "alerts"), "alerts"));
    }

    private static SourceStream<Payment> Read(string root, string name, int splits, int step)
    {
        var file = FileSource.Lines(Path.Combine(root, $"{name}.csv"), Payment.Parse, splits);
        return Pipeline.From(step == 0 ? file : new PacedSource<Payment>(file, step), name)
            .WithEventTime(payment => DateTimeOffset.FromUnixTimeMilliseconds(payment.Milliseconds), TimeSpan.Zero);
    }

    private static ISink<string> LinesIn(string root, string name) => FileSink.Lines<string>(Path.Combine(root, name), static line => line);
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

/// <summary>Numbers the large payments of an account.</summary>
[Operator("alert-numbers")]
public sealed partial class AlertNumbers : KeyedOperator<string, Payment, Alert>
{
    [State] private partial long Count { get; set; }

    protected override void OnEvent(Payment value, OperatorContext<Alert> context) => context.Emit(new(Key, ++Count));
}
