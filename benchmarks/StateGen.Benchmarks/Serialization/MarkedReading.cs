using MessagePack;

namespace StateGen.Benchmarks.Serialization;

/// <summary>A <see cref="Reading"/> with the attributes of MessagePack-CSharp. Public, because its serializer creates formatters at run time.</summary>
[MessagePackObject]
public sealed record MarkedReading(
    [property: Key(0)] long Sensor,
    [property: Key(1)] string Site,
    [property: Key(2)] double Value,
    [property: Key(3)] int Count,
    [property: Key(4)] bool IsValid,
    [property: Key(5)] long Timestamp)
{
    internal static MarkedReading Of(Reading reading) =>
        new(reading.Sensor, reading.Site, reading.Value, reading.Count, reading.IsValid, reading.Timestamp);
}

/// <summary>Keeps a marked reading, so that the generator creates its codec.</summary>
[Operator("marked-readings")]
internal sealed partial class MarkedReadingOperator : KeyedOperator<long, MarkedReading, long>
{
    [State]
    internal partial MarkedReading? Latest { get; set; }

    protected override void OnEvent(MarkedReading value, OperatorContext<long> context) => Latest = value;
}
