namespace Corpus.Declarations.AirportBoard;

public sealed record Movement(string Flight, string Gate, int DelayMinutes, bool Departure);

public sealed record BoardLine(string Gate, string Flight, string Remark);

public class Remark
{
    public string Text { get; set; } = "";

    public int Priority { get; set; }
}

[Operator("declarations.airportboard")]
public sealed partial class AirportBoard : KeyedOperator<string, Movement, BoardLine>
{
    private const string DelayName = "Delay";

    [State(Name = "flights")] private partial long Departures { get; set; }
    [State(Name = "flights")] private partial long Arrivals { get; set; } // expect: SG1007
    [State] private partial int? Delay { get; set; }
    [State(Name = DelayName)] private partial int WorstDelay { get; set; } // expect: SG1007
    [State] private partial string LastFlight { get; set; } // expect: SG1014
    [State] private partial Movement Previous { get; set; } // expect: SG1014
    [State] private partial Remark? Note { get; set; } // expect: SG1010
    [State] private partial string[]? Gates { get; set; } // expect: SG1010
    [State, Ttl(Hours = 0)] private partial int Changes { get; set; } // expect: SG1011
    [State(Name = " ")] private partial int Cancelled { get; set; } // expect: SG1019

    protected override void OnEvent(Movement movement, OperatorContext<BoardLine> context)
    {
        if (movement.Departure)
            Departures++;
        else
            Arrivals++;
        if (movement.DelayMinutes > (Delay ?? 0))
            Delay = movement.DelayMinutes;
        WorstDelay = Math.Max(WorstDelay, movement.DelayMinutes);
        if (LastFlight != movement.Flight)
            Changes++;
        LastFlight = movement.Flight;
        Previous = movement;
        Gates = [movement.Gate];
        if (movement.DelayMinutes > 600)
            Cancelled++;
        context.Emit(new BoardLine(movement.Gate, movement.Flight, Note?.Text ?? $"{Cancelled} cancelled"));
    }
}
