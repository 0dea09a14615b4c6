using System.Globalization;
using StateGen;

namespace Alerts;

public sealed record Flight(DateTimeOffset Scheduled, string Route, int Delay)
{
    public static Flight Parse(string line) => line.Split(',') is [var time, var origin, var destination, var delay, _]
        ? new(DateTimeOffset.Parse($"{time}Z", CultureInfo.InvariantCulture), $"{origin}-{destination}", int.Parse(delay, CultureInfo.InvariantCulture))
        : throw new FormatException("a flight has five columns");
}

public sealed record Alert(Flight Flight, string Text)
{
    public string ToCsv() => $"{Flight.Scheduled:yyyy-MM-dd'T'HH:mm},{Flight.Route},{Text}";
}

/// <summary>Emits an alert when three flights of a route in a row are more than half an hour late, and a recovery when one is in time again.</summary>
[Operator("route-watch")]
public sealed partial class RouteWatch : KeyedOperator<string, Flight, Alert>
{
    public static readonly OutputTag<Alert> Recoveries = new("recoveries");

    [State] private partial int Delays { get; set; }

    protected override void OnEvent(Flight value, OperatorContext<Alert> context)
    {
        if (value.Delay > 30)
        {
            if (++Delays == 3)
                context.Emit(new(value, "3 flights in a row late"));
            return;
        }

        if (Delays >= 3)
            context.Emit(Recoveries, new(value, $"in time after {Delays} flights"));
        Delays = 0;
    }
}
