namespace FlightDelays.Flights;

/// <summary>The delays of the flights to one destination.</summary>
/// <param name="Flights">The number of flights, at least 1.</param>
/// <param name="TotalDelay">The sum of the flights' delays in minutes.</param>
public sealed record RouteStats(long Flights, long TotalDelay)
{
    /// <summary>Compares mean delays exactly: a/b &lt; c/d is a·d &lt; c·b, for counts above 0.</summary>
    /// <returns>Negative, zero or positive, as with <see cref="IComparable{T}"/>.</returns>
    public int CompareMeanTo(RouteStats other) => ((Int128)TotalDelay * other.Flights).CompareTo((Int128)other.TotalDelay * Flights);
}
