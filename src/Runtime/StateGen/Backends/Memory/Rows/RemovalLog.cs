namespace StateGen.Backends.Memory.Rows;

/// <summary>
/// The keys that were removed since the snapshot began that later ones build on, for their changes. A key may have been added again. If a table removes more
/// keys than it holds, its changes are everything, so the log gives up until the next snapshot. Used by the owner of the table.
/// </summary>
internal sealed class RemovalLog<TKey>
{
    private const int LeastLimit = 1024;

    // The keys that were removed in each epoch, without a gap, up to the table's epoch. Empty before the first snapshot.
    private readonly List<EpochRemovals<TKey>> _epochs = [];

    /// <summary>Records a removal.</summary>
    /// <param name="key">The key.</param>
    /// <param name="count">The number of keys that the table holds.</param>
    public void Add(in TKey key, long count)
    {
        if (_epochs.Count == 0)
            return;
        _epochs[^1].Keys.Add(key);
        if (_epochs[^1].Keys.Count > Math.Max(LeastLimit, count))
            _epochs.Clear();
    }

    /// <summary>Begins an epoch.</summary>
    /// <param name="epoch">The epoch.</param>
    /// <param name="baseEpoch">The epoch of the completed snapshot that the new one builds on.</param>
    /// <returns>The keys that were removed in each epoch since then; null if they are not known.</returns>
    public IReadOnlyList<List<TKey>>? BeginEpoch(int epoch, int baseEpoch)
    {
        // Until a snapshot is completed, the latest one may become the base.
        _epochs.RemoveAll(removals => removals.Epoch < (baseEpoch == KeyGroupSnapshot.None ? epoch - 1 : baseEpoch));
        var isKnown = baseEpoch != KeyGroupSnapshot.None && _epochs.Count > 0 && _epochs[0].Epoch == baseEpoch;
        List<TKey>[]? known = isKnown ? [.. _epochs.Select(removals => removals.Keys)] : null;
        _epochs.Add(new(epoch, []));
        return known;
    }
}

/// <summary>The keys that were removed after the snapshot of an epoch began and before the next one did.</summary>
internal readonly record struct EpochRemovals<TKey>(int Epoch, List<TKey> Keys);
