namespace Corpus.KindsCorrect.Parking;

public sealed record Stay(string Place, int Cents);

public readonly record struct Income(int Stays, long Cents);

public readonly struct IncomeSum : IMergingAggregator<int, Income, long>
{
    private const long Most = 1_000_000;

    public static Income CreateAccumulator() => default;

    public static Income Add(Income accumulator, int value) => new(accumulator.Stays + 1, Math.Min(Most, accumulator.Cents + value));

    public static Income Merge(Income earlier, Income later) => new(earlier.Stays + later.Stays, Math.Min(Most, earlier.Cents + later.Cents));

    public static long GetResult(Income accumulator) => accumulator.Cents;
}

/// <summary>Only states without windows use it, so nobody calls what combines two of them.</summary>
public readonly struct LastStay : IMergingAggregator<int, int, int>
{
    public static int CreateAccumulator() => 0;

    public static int Add(int accumulator, int value) => value;

    public static int Merge(int earlier, int later) => Environment.TickCount % 2 == 0 ? earlier : later;

    public static int GetResult(int accumulator) => accumulator;
}

[Operator("kinds.correct.parking")]
public sealed partial class Parking : KeyedOperator<string, Stay, string>
{
    private static readonly TimeSpan s_gap = TimeSpan.FromMinutes(30);

    [State] private partial WindowState<int, Income, long, IncomeSum> Hours { get; }
    [State, Ttl(Days = 2, Clock = TtlClock.EventTime)] private partial WindowState<int, Income, long, IncomeSum> Days { get; }
    [State] private partial SessionWindowState<int, Income, long, IncomeSum> Visits { get; }
    [State] private partial AggregatingState<int, int, int, LastStay> Last { get; }

    protected override void OnEvent(Stay value, OperatorContext<string> context)
    {
        Last.Add(value.Cents);
        if (!Hours.TryAdd(TimeWindow.Tumbling(context.Timestamp, TimeSpan.FromHours(1)), value.Cents, context))
            context.Emit($"{Key} is late");
        foreach (var day in TimeWindow.Sliding(context.Timestamp, TimeSpan.FromDays(1), TimeSpan.FromHours(6)))
            Days.TryAdd(day, value.Cents, context);
        var visits = Visits;
        visits.TryAdd(TimeWindow.Session(context.Timestamp, s_gap), value.Cents, context, out var visit);
        if (visits.GetValueOrDefault(visit) > 10_000)
            visits.Remove(visit);
    }

    protected override void OnTimer(FiredTimer timer, OperatorContext<string> context)
    {
        foreach (var (hour, cents) in Hours.TakeEnded(timer, context))
            context.Emit($"{Key} {hour}: {cents}, {Last.GetValueOrDefault()}");
        foreach (var (visit, cents) in Visits.TakeEnded(timer, context))
            context.Emit($"{Key} {visit}: {cents}");
    }
}
