using StateGen.Backends;

namespace StateGen.Evolution.Tests;

/// <summary>Drives one form of an operator.</summary>
public interface IEvolvingProbe
{
    /// <summary>The clock of times to live.</summary>
    TimeProvider Time { get; set; }

    /// <summary>The watermark that the operator reaches after it was restored; null if it gets none.</summary>
    DateTimeOffset? Watermark { get; set; }

    /// <summary>Stores values under the keys 0 to n-1 and takes a snapshot.</summary>
    Task<OperatorHostSnapshot> StoreAsync(IStateBackend backend, int count, params OperatorHostSnapshot[] restore);

    /// <summary>Restores a snapshot and counts the entries that it holds.</summary>
    Task<long> CountAsync(IStateBackend backend, OperatorHostSnapshot restore);

    /// <summary>Restores a snapshot, reads the keys 0 to n-1, and takes a snapshot of what is then there.</summary>
    /// <param name="rewrite">Whether each value is stored again after it was read.</param>
    Task<(string[] Read, OperatorHostSnapshot Snapshot)> ReadAsync(IStateBackend backend, int count, bool rewrite, params OperatorHostSnapshot[] restore);
}
