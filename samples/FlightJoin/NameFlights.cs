using System.Globalization;
using StateGen;

namespace FlightJoin;

public sealed record Flight(DateTimeOffset Scheduled, string Origin, string Destination)
{
    public static Flight Parse(string line) => line.Split(',') is [var time, var origin, var destination, _, _]
        ? new(DateTimeOffset.Parse(time, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal), origin, destination)
        : throw new FormatException("a flight has five columns");
}

public sealed record Airport(DateTimeOffset Since, string Code, string Name)
{
    public static Airport Parse(string line) => line.Split(',') is [var since, var code, var name]
        ? new(DateTimeOffset.Parse(since, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal), code, name)
        : throw new FormatException("an airport has three columns");
}

public sealed record NamedFlight(Flight Flight, string Origin, string Destination)
{
    public string ToCsv() => $"{Flight.Scheduled:yyyy-MM-dd'T'HH:mm},{Origin},{Destination}";
}

/// <summary>Names the airports of each flight. A flight waits until the watermark, which both inputs hold back, says that the names of its time are known.</summary>
[Operator("name-flights")]
public sealed partial class NameFlights : KeyedBroadcastOperator<string, Flight, Airport, NamedFlight>
{
    [State] private partial BroadcastState<string, string> Names { get; }
    [State] private partial ListState<Flight> Waiting { get; }

    protected override void OnBroadcast(Airport value, BroadcastContext<NamedFlight> context) => Names[value.Code] = value.Name;

    protected override void OnEvent(Flight value, OperatorContext<NamedFlight> context)
    {
        Waiting.Add(value);
        context.Timers.RegisterEventTime(value.Scheduled);
    }

    protected override void OnTimer(FiredTimer timer, OperatorContext<NamedFlight> context)
    {
        foreach (var flight in Waiting.Where(flight => flight.Scheduled <= timer.Timestamp))
            context.Emit(new(flight, NameOf(flight.Origin), NameOf(flight.Destination)));
        Waiting.Update(Waiting.Where(flight => flight.Scheduled > timer.Timestamp).ToArray());
    }

    private string NameOf(string code) => Names.TryGetValue(code, out var name) ? name : code;
}
