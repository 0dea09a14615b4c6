using StateGen;

namespace FlightDelays.Jobs;

/// <summary>The places for checkpoints that the command line offers: a directory, and what the packages that are built in know.</summary>
internal static partial class CheckpointSchemes
{
    /// <summary>Gets the place that a path or URI names.</summary>
    /// <exception cref="ArgumentException">The URI is not valid.</exception>
    public static CheckpointTarget Parse(string location)
    {
        RegisterObjectStores();
        return CheckpointTarget.Parse(location);
    }

    static partial void RegisterObjectStores();
}
