namespace FlightDelays.Flights;

/// <summary>The key by which the delays are grouped.</summary>
/// <param name="Airport">The code of the airport of origin.</param>
/// <param name="Day">The calendar day of the scheduled departure.</param>
public readonly record struct AirportDay(string Airport, DateOnly Day);
