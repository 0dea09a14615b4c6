using System.Globalization;

namespace Corpus.Sources.CallDetails;

public sealed record Leg(string Cell, int Seconds, bool Dropped);

public sealed record CallRecord(string Subscriber, string Cell, int Seconds, string Collector, decimal Price);

[Operator("sources.calldetails")]
public sealed partial class CallDetails : KeyedOperator<string, Leg, CallRecord>
{
    private const string TariffVariable = "CDR_PRICE_PER_MINUTE";

    [State] private partial int Seconds { get; set; }
    [State] private partial int Drops { get; set; }
    [State] private partial long BusyUntil { get; set; }
    [State, Ttl(Days = 2)] private partial MapState<string, int> SecondsByCell { get; }

    protected override void OnEvent(Leg leg, OperatorContext<CallRecord> context)
    {
        if (Environment.TickCount64 < BusyUntil) // expect: SG2010
            return;

        Seconds += leg.Seconds;
        SecondsByCell[leg.Cell] = SecondsByCell.GetValueOrDefault(leg.Cell) + leg.Seconds;
        if (leg is { Dropped: true } && ++Drops >= 3)
        {
            Drops = 0;
            BusyUntil = Environment.TickCount + 60_000L; // expect: SG2010
        }

        context.Emit(Describe(leg) with { Price = PriceOf(leg.Seconds) });
    }

    private static CallRecord Describe(Leg leg) => new(
        "unknown",
        leg.Cell,
        leg.Seconds,
        Environment.MachineName, // expect: SG2010
        0m);

    private static decimal PriceOf(int seconds)
    {
        var text = Environment.GetEnvironmentVariable(TariffVariable); // expect: SG2010
        var perMinute = text is null ? 0.09m : decimal.Parse(text, CultureInfo.InvariantCulture);
        return Math.Ceiling(seconds / 60m) * perMinute;
    }
}

[Operator("sources.calldetails.partitioned")]
public sealed partial class SequencedCalls : KeyedOperator<string, Leg, string>
{
    [State] private partial long Sequence { get; set; }

    protected override void OnEvent(Leg leg, OperatorContext<string> context)
    {
        var sequence = ++Sequence;
        context.Emit($"{Environment.ProcessId:x4}-{sequence:d9}"); // expect: SG2010
        if (sequence % 1_000 == 0)
            context.Emit(string.Create(CultureInfo.InvariantCulture, $"mark {Worker()} {sequence}"));

        static int Worker() => Environment.CurrentManagedThreadId; // expect: SG2010
    }
}
