namespace Corpus.Kinds.Parking;

public sealed record Stay(string Place, int Cents);

public readonly record struct Income(int Stays, long Cents);

public readonly struct IncomeSum : IMergingAggregator<int, Income, long>
{
    public static Income CreateAccumulator() => default;

    public static Income Add(Income accumulator, int value) => new(accumulator.Stays + 1, accumulator.Cents + value);

    public static Income Merge(Income earlier, Income later) => new(earlier.Stays + later.Stays, earlier.Cents + later.Cents);

    public static long GetResult(Income accumulator) => accumulator.Cents;
}

/// <summary>A discount for visits that become one, which depends on the machine.</summary>
public readonly struct LuckyVisit : IMergingAggregator<int, Income, long>
{
    public static Income CreateAccumulator() => default;

    public static Income Add(Income accumulator, int value) => new(accumulator.Stays + 1, accumulator.Cents + value);

    public static Income Merge(Income earlier, Income later) =>
        new(earlier.Stays + later.Stays, Environment.TickCount64 % 10 == 0 ? 0 : earlier.Cents + later.Cents);

    public static long GetResult(Income accumulator) => accumulator.Cents;
}

/// <summary>The income of a day, by the hours that it has had when somebody asks.</summary>
public readonly struct IncomePerHour : IAggregator<int, Income, double>
{
    public static Income CreateAccumulator() => default;

    public static Income Add(Income accumulator, int value) => new(accumulator.Stays + 1, accumulator.Cents + value);

    public static double GetResult(Income accumulator) => accumulator.Cents / (DateTime.UtcNow.Hour + 1.0);
}

/// <summary>Counts where visits become one, for all places at once.</summary>
public readonly struct CountedVisit : IMergingAggregator<int, Income, long>
{
    private static int s_merges;

    public static Income CreateAccumulator() => default;

    public static Income Add(Income accumulator, int value) => new(accumulator.Stays + 1, accumulator.Cents + value);

    public static Income Merge(Income earlier, Income later) => new(++s_merges, earlier.Cents + later.Cents);

    public static long GetResult(Income accumulator) => accumulator.Cents;
}

[Operator("kinds.parking")]
public sealed partial class Parking : KeyedOperator<string, Stay, string>
{
    private static readonly TimeSpan s_gap = TimeSpan.FromMinutes(30);

    [State] private partial WindowState<int, Income, long, IncomeSum> Hours { get; } // expect: SG3003
    [State] private partial SessionWindowState<int, Income, long, IncomeSum> Seen { get; } // expect: SG3003
    [State] private partial SessionWindowState<int, Income, long, LuckyVisit> Visits { get; }
    [State] private partial SessionWindowState<int, Income, long, CountedVisit> Counted { get; } // expect: SG1026
    [State] private partial WindowState<int, Income, double, IncomePerHour> Days { get; }

    protected override void OnEvent(Stay value, OperatorContext<string> context)
    {
        Hours.TryAdd(TimeWindow.Tumbling(context.Timestamp, TimeSpan.FromHours(1)), value.Cents, context);
        if (!Seen.TryAdd(TimeWindow.Session(context.Timestamp, s_gap), value.Cents, context, out var seen))
            context.Emit($"{Key} is late for {seen}");
        Visits.TryAdd(TimeWindow.Session(context.Timestamp, s_gap), value.Cents, context); // expect: SG2010
        Counted.TryAdd(TimeWindow.Session(context.Timestamp, s_gap), value.Cents, context);
        foreach (var day in TimeWindow.Sliding(context.Timestamp, TimeSpan.FromDays(1), TimeSpan.FromHours(6)))
            Days.TryAdd(day, value.Cents, context);
    }

    protected override void OnTimer(FiredTimer timer, OperatorContext<string> context)
    {
        foreach (var (visit, cents) in Visits.TakeEnded(timer, context))
            context.Emit($"{Key} {visit}: {cents}");
        foreach (var (visit, cents) in Counted.TakeEnded(timer, context))
            context.Emit($"{Key} {visit}: {cents}");
        foreach (var (day, cents) in Days.TakeEnded(timer, context)) // expect: SG2010
            context.Emit($"{Key} {day}: {cents}");
    }
}
