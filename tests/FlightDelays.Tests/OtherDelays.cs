using FlightDelays.Flights;
using StateGen;

namespace FlightDelays.Tests;

/// <summary>An operator under the id of the sample's, whose state the sample cannot read.</summary>
[Operator("daily-delays")]
public sealed partial class OtherDelays : KeyedOperator<AirportDay, Flight, DailyDelay>
{
    [State]
    private partial string? Flights { get; set; }

    /// <inheritdoc/>
    protected override void OnEvent(Flight value, OperatorContext<DailyDelay> context) => Flights = value.Destination;
}
