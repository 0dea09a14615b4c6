using StateGen.Keys;

namespace StateGen.Backends.Memory.Rows;

// A snapshot by row undo. Beginning one only starts an epoch. The first change of an entry in an epoch appends the old entry to a log and then marks the
// entry as touched; entries that are added or moved are marked as well. What a partition held at the beginning is therefore its untouched entries
// and its part of the log. One thread owns the table and one thread reads the snapshot:
//   owner    appends to the log, marks, then changes the entry
//   reader   copies an untouched entry, then looks at its mark again: if it is set, the copy may be torn and the log has the entry
// The reader skips the log's copy of an entry that it has copied itself, because the owner may touch the entry later, while the partition is still read.
// A partition that grows hands its old arrays over, which no longer change. Claiming, entering and growing are under the lock of the table's structure.

internal static class KeyGroupSnapshot
{
    /// <summary>The epoch of no snapshot.</summary>
    public const int None = -1;
}

/// <summary>The content of a table at one moment. Each partition is read once, on any thread, while the owner of the table goes on.</summary>
internal sealed class KeyGroupSnapshot<TKey, TKeyCodec, TValue>
    where TKeyCodec : struct, IKeyCodec<TKey>
{
    private readonly KeyGroupTable<TKey, TKeyCodec, TValue> _table;
    private readonly Lock _structure;
    private readonly Lock _reading = new();
    private readonly int _epoch;
    private readonly UndoLog<TKey, TValue> _log;
    private readonly PartitionProgress<TKey, TValue>[] _progress;
    private bool _isEnding;
    private bool _hasEnded;

    /// <param name="table">The table, which has begun the epoch.</param>
    /// <param name="structure">The lock of the table's structure.</param>
    /// <param name="epoch">The epoch.</param>
    /// <param name="baseEpoch">The epoch of the completed snapshot that the new one builds on.</param>
    /// <param name="removals">The keys that were removed since then; null if they are not known.</param>
    /// <param name="previous">The snapshot before, whose memory is reused if it has ended; null if there is none.</param>
    public KeyGroupSnapshot(
        KeyGroupTable<TKey, TKeyCodec, TValue> table,
        Lock structure,
        int epoch,
        int baseEpoch,
        IReadOnlyList<List<TKey>>? removals,
        KeyGroupSnapshot<TKey, TKeyCodec, TValue>? previous)
    {
        BaseEpoch = removals is null ? KeyGroupSnapshot.None : baseEpoch;
        Removals = removals ?? [];
        _table = table;
        _structure = structure;
        _epoch = epoch;
        var isReusable = previous is not null && Volatile.Read(ref previous._hasEnded);
        _log = isReusable ? previous!._log : new();
        _progress = isReusable ? previous!._progress : new PartitionProgress<TKey, TValue>[table.PartitionCount];
        _log.Clear();
        Array.Fill(_progress, new() { LastUndo = UndoLog.None });
    }

    public int PartitionCount => _progress.Length;

    /// <summary>Gets the epoch of the snapshot.</summary>
    public int Epoch => _epoch;

    /// <summary>Gets the epoch of the completed snapshot since whose beginning the changes are known; None if everything counts as changed.</summary>
    public int BaseEpoch { get; }

    /// <summary>Gets the keys that were removed since the base snapshot began. Those that were added again are among the changed entries.</summary>
    public IReadOnlyList<List<TKey>> Removals { get; }

    public int KeyGroupOf(int partition) => _table.KeyGroupOf(partition);

    /// <summary>Keeps an entry that is about to be changed for the first time. Called by the owner of the table.</summary>
    public void Keep(in KeyGroupPartition<TKey, TKeyCodec, TValue> partition, int index)
    {
        ref var progress = ref _progress[partition.Index];
        if (!Volatile.Read(ref progress.IsKept))
            Volatile.Write(
                ref progress.LastUndo, _log.Append(in partition.Slot(index), index, partition.IsChanged(index), progress.LastUndo));
    }

    /// <summary>Takes the arrays that a partition has outgrown. Called by the owner of the table, under the lock of the structure.</summary>
    /// <returns>true if the snapshot needs the arrays, which must then not change; false if they can be reused.</returns>
    public bool HandOver(int partition, in PartitionArrays<TKey, TValue> outgrown)
    {
        ref var progress = ref _progress[partition];
        if (progress.IsKept)
            return false;
        if (!progress.IsClaimed)
            progress.HandedOver = outgrown;
        Volatile.Write(ref progress.IsKept, true);
        return true;
    }

    /// <summary>Reads the entries that a partition held when the snapshot began, in no order. At most once per partition.</summary>
    public void Read<TReader>(int partition, scoped ref TReader reader)
        where TReader : struct, IEntryReader<TKey, TValue>, allows ref struct
    {
        lock (_reading)
        {
            var arrays = Claim(partition);
            ReadEntries(arrays, ref _progress[partition], ref reader);
            lock (_structure)
            {
                _progress[partition].HandedOver = null;
                Volatile.Write(ref _progress[partition].IsKept, true);
            }
        }
    }

    /// <summary>Ends the snapshot, read or not: nothing more is kept for it.</summary>
    public void End()
    {
        // The memory of a snapshot that has ended may belong to the next one.
        if (Interlocked.Exchange(ref _isEnding, true))
            return;
        lock (_structure)
        {
            foreach (ref var progress in _progress.AsSpan())
            {
                progress.HandedOver = null;
                Volatile.Write(ref progress.IsKept, true);
            }
        }

        Volatile.Write(ref _hasEnded, true);
    }

    /// <summary>Makes the snapshot the base of later ones, because it is stored for good. Thread-safe.</summary>
    public void Complete() => _table.Complete(_epoch);

    /// <summary>Copies what has not been read yet, so that the table can begin another epoch. Called by the owner of the table.</summary>
    public void CopyRemaining()
    {
        if (Volatile.Read(ref _hasEnded))
            return;
        lock (_reading)
        {
            for (var partition = 0; partition < _progress.Length; partition++)
            {
                ref var progress = ref _progress[partition];
                if (progress.IsKept)
                    continue;
                lock (_structure)
                    _table.EnterLocked(ref _table.Partition(partition));
                progress.HandedOver = _table.Partition(partition).Arrays.Copy();
                Volatile.Write(ref progress.IsKept, true);
            }
        }
    }

    private PartitionArrays<TKey, TValue> Claim(int index)
    {
        lock (_structure)
        {
            ref var progress = ref _progress[index];
            progress.IsClaimed = true;
            if (progress.HandedOver is { } handedOver)
                return handedOver;
            if (progress.IsKept)
                throw new InvalidOperationException($"Partition {index} of a snapshot was read twice, or after the snapshot had ended.");
            ref var partition = ref _table.Partition(index);
            _table.EnterLocked(ref partition);
            return partition.Arrays;
        }
    }

    private void ReadEntries<TReader>(in PartitionArrays<TKey, TValue> arrays, ref PartitionProgress<TKey, TValue> progress, scoped ref TReader reader)
        where TReader : struct, IEntryReader<TKey, TValue>, allows ref struct
    {
        var isRead = new BitSet(arrays.Tags.Length);
        for (var index = 0; index < arrays.Tags.Length; index++)
        {
            if (!arrays.TryCopyUntouched(index, out var entry, out var isChanged))
                continue;
            isRead.Add(index);
            reader.Read(in entry.Key, in entry.Value, isChanged);
        }

        Volatile.ReadBarrier();
        for (var position = Volatile.Read(ref progress.LastUndo); position != UndoLog.None;)
        {
            ref readonly var undo = ref _log[position];
            if (!isRead.Contains(undo.Index))
                reader.Read(in undo.Entry.Key, in undo.Entry.Value, undo.IsChanged);
            position = undo.Previous;
        }
    }
}

/// <summary>Receives the entries of a snapshot.</summary>
internal interface IEntryReader<TKey, TValue>
{
    /// <summary>Receives an entry.</summary>
    /// <param name="key">The key.</param>
    /// <param name="value">The value.</param>
    /// <param name="isChanged">true if the entry was added, changed or moved since the base snapshot began.</param>
    void Read(in TKey key, in TValue value, bool isChanged);
}

/// <summary>The progress of a snapshot with one partition.</summary>
internal struct PartitionProgress<TKey, TValue>
{
    /// <summary>The position of the partition's last entry in the log.</summary>
    public int LastUndo;

    /// <summary>Indicates that the reader has begun with the partition.</summary>
    public bool IsClaimed;

    /// <summary>Indicates that the owner need not keep entries any more: the partition was read, or its arrays were handed over.</summary>
    public bool IsKept;

    /// <summary>The arrays that hold the partition's entries that were not touched; null if they are the partition's own.</summary>
    public PartitionArrays<TKey, TValue>? HandedOver;
}

/// <summary>Sets of small numbers.</summary>
internal readonly struct BitSet(int length)
{
    private readonly ulong[] _words = new ulong[(length + 63) / 64];

    public void Add(int number) => _words[number / 64] |= 1UL << (number % 64);

    public bool Contains(int number) => (_words[number / 64] & (1UL << (number % 64))) != 0;
}
