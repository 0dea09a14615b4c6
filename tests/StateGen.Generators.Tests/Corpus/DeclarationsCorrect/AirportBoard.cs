using System.Collections.Immutable;

namespace Corpus.DeclarationsCorrect.AirportBoard;

public sealed record Movement(string Flight, string Gate, int DelayMinutes, bool Departure);

public readonly record struct Runway(string Airport, int Number)
{
    public override string ToString() => $"{Airport}/{Number:d2}";
}

public record struct Tally(int Early, int Late)
{
    public int Cancelled { get; set; }
}

public class Remark
{
    public string Text { get; set; } = "";

    public int Priority { get; set; }
}

[Operator("declarationscorrect.airportboard")]
public sealed partial class AirportBoard : KeyedOperator<Runway, Movement, string>
{
    private const string DelayName = "Delay";

    [State(Name = "flights")] private partial long Departures { get; set; }
    [State(Name = "Flights")] private partial long Arrivals { get; set; }
    [State(Name = DelayName)] private partial int? WorstDelay { get; set; }
    [State(Name = "WorstDelay")] private partial int Delayed { get; set; }
    [State] private partial string? LastFlight { get; set; }
    [State] private partial Movement? Previous { get; set; }
    [State(Copy = true)] private partial Remark? Note { get; set; }
    [State] private partial ImmutableArray<string> Gates { get; set; }
    [State] private partial Tally Tally { get; set; }
    [State, Ttl(Hours = 24, Minutes = 0)] private partial int Changes { get; set; }

    protected override void OnEvent(Movement movement, OperatorContext<string> context)
    {
        if (movement.Departure)
            Departures++;
        else
            Arrivals++;
        if (movement.DelayMinutes > 0)
            Delayed++;
        WorstDelay = Math.Max(WorstDelay ?? 0, movement.DelayMinutes);
        if (LastFlight != movement.Flight)
            Changes++;
        LastFlight = movement.Flight;
        Gates = Gates.IsDefault ? [movement.Gate] : Gates.Add(movement.Gate)[^1..];
        Tally = Previous is null ? Tally with { Early = 1 } : Tally with { Late = Tally.Late + 1, Cancelled = 0 };
        Previous = movement;
        if (movement.DelayMinutes > 180)
            Note = new Remark { Text = $"{Key}: {movement.Flight}", Priority = 1 };
        context.Emit(Note?.Text ?? movement.Flight);
    }
}
