using StateGen.RocksDb.Native;
using StateGen.RocksDb.Storage;

namespace StateGen.RocksDb.Tables;

/// <summary>
/// Deletes expired entries of one table that no compaction has dropped, because there was none or it did not come to them. It scans the table in slices,
/// cyclically. Keys are ordered by their key group, so that each slice is a sample of the table. While most of what a slice finds has expired, it goes on, up
/// to a limit; otherwise it is a small part of the cost of the writes. A table that fits into a write buffer is left to compactions, unless it is idle.
/// </summary>
internal sealed class StoredSweep(TableFamily family, StoredExpiry expiry, long bufferBytes) : IDisposable
{
    private const int LeastVisits = 64;
    private const int MostVisits = 4096;
    private const int WritesPerVisit = 8;
    private const int VisitsPerRemoval = 3;

    private readonly WriteBatch _deletions = new();
    private byte[] _position = [];
    private long _credit;

    /// <summary>Sweeps for the writes since the last call. Nothing is pending.</summary>
    public void SweepForWrites()
    {
        _credit = Math.Min(_credit + 1 + (family.TakeWrites() / WritesPerVisit), MostVisits);
        if (_credit < LeastVisits)
            return;
        if (family.ReadSize() > bufferBytes)
            Sweep(_credit);
        _credit = 0;
    }

    /// <summary>Sweeps while nothing else is to be done. Nothing is pending.</summary>
    /// <returns>true if most of what it has found had expired; otherwise, false.</returns>
    public bool SweepIdle() => Sweep(MostVisits);

    public void Dispose() => _deletions.Dispose();

    private bool Sweep(long budget)
    {
        using var entries = family.ScanStored();
        var removed = 0;
        var visited = 0;
        var found = entries.Seek(_position);
        for (; found && visited < MostVisits && budget > 0; found = entries.MoveNext(), visited++, budget--)
        {
            if (!expiry.HasExpired(entries.Value))
                continue;
            _deletions.Delete(family.Native, entries.Key);
            budget += VisitsPerRemoval;
            removed++;
        }

        _position = found ? entries.Key.ToArray() : [];
        family.WriteStored(_deletions);
        _deletions.Clear();
        return visited == MostVisits && 2 * removed > visited;
    }
}
