namespace Corpus.Values.Metering;

public sealed record MeterReading(long Meter, double KilowattHours, string Tariff);

public sealed record Consumption(long Meter, double Delta, double Peak, int Readings);
