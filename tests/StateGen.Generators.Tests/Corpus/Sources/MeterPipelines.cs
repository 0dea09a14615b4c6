namespace Corpus.Sources.MeterPipelines;

public sealed record Meter(string Serial, int Region);

public sealed record MeterReading(Meter Meter, string Street, double KiloWattHours, DateTimeOffset At);

public sealed record Usage(int Group, double KiloWattHours);

[Operator("sources.meterpipelines")]
public sealed partial class UsageByGroup : KeyedOperator<int, MeterReading, Usage>
{
    [State] private partial double Sum { get; set; }

    protected override void OnEvent(MeterReading reading, OperatorContext<Usage> context)
    {
        Sum += reading.KiloWattHours;
        context.Emit(new Usage(Key, Sum));
    }
}

[Operator("sources.meterpipelines.days")]
public sealed partial class UsageByDay : KeyedOperator<DateOnly, MeterReading, Usage>
{
    [State] private partial double Sum { get; set; }

    protected override void OnEvent(MeterReading reading, OperatorContext<Usage> context)
    {
        Sum += reading.KiloWattHours;
        context.Emit(new Usage(Key.DayNumber, Sum));
    }
}

public static class Grouping
{
    public static int OfStreet(MeterReading reading) => Spread(reading.Street, 32);

    public static int OfRegion(MeterReading reading) => reading.Meter.Region;

    private static int Spread(string text, int groups) => Math.Abs(text.GetHashCode() % groups);
}

public static class MeterPipelines
{
    public static EventStream<Usage> BySerial(SourceStream<MeterReading> readings) => readings
        .WithEventTime(reading => reading.At, TimeSpan.FromMinutes(5))
        .KeyBy(reading => reading.Meter.Serial.GetHashCode() % 16) // expect: SG2010
        .Process(() => new UsageByGroup(), id: "usage-by-serial");

    public static EventStream<Usage> ByMeter(SourceStream<MeterReading> readings)
    {
        var keyed = readings.KeyBy(reading =>
        {
            var (serial, region) = reading.Meter;
            if (region < 0)
                return 0;
            return (serial, region).GetHashCode() & 0xff; // expect: SG2010
        });
        return keyed.Process(() => new UsageByGroup());
    }

    public static EventStream<Usage> Daily(SourceStream<MeterReading> readings) => readings
        .KeyBy(static _ => DateOnly.FromDateTime(DateTime.UtcNow)) // expect: SG2010
        .Process(static () => new UsageByDay());

    public static EventStream<Usage> Balanced(SourceStream<MeterReading> readings) => readings
        .KeyBy(_ => Random.Shared.Next(8)) // expect: SG2010
        .Process(() => new UsageByGroup(), id: "usage-balanced");

    public static EventStream<Usage> Streets(SourceStream<MeterReading> readings) => readings
        .KeyBy(Grouping.OfStreet) // expect: SG2010
        .Process(() => new UsageByGroup(), id: "usage-by-street");

    public static EventStream<Usage> Halves(SourceStream<MeterReading> readings) => readings
        .KeyBy(reading => reading.KiloWattHours > 100 ? 0 : Grouping.OfStreet(reading) + 1) // expect: SG2010
        .Process(() => new UsageByGroup(), id: "usage-halves");

    public static EventStream<Usage> Regions(SourceStream<MeterReading> readings) => readings
        .KeyBy(Grouping.OfRegion)
        .Process(() => new UsageByGroup(), id: "usage-by-region");
}
