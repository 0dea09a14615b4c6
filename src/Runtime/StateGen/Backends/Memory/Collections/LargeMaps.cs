using StateGen.Keys;

namespace StateGen.Backends.Memory.Collections;

/// <summary>The large maps of one table, by number. Used by one thread, while another may read maps for a snapshot.</summary>
internal sealed class LargeMaps<TMapKey, TMapKeyCodec, TValue>(MemoryStore store, SnapshotsInProgress snapshots)
    where TMapKeyCodec : struct, IKeyCodec<TMapKey>
{
    // A large map is not divided among key groups.
    private readonly StateStoreOptions _options = store.Options with { MaxParallelism = 1, KeyGroups = new(0, 0) };
    private readonly Stack<uint> _free = new();
    private readonly List<uint> _retained = [];
    private LargeMap<TMapKey, TMapKeyCodec, TValue>?[] _maps = [];
    private int _count;

    /// <summary>Gets the size in bytes of all maps, without the objects that entries refer to.</summary>
    public long SizeBytes { get; private set; }

    public LargeMap<TMapKey, TMapKeyCodec, TValue> this[uint number] => Volatile.Read(ref _maps)[number]!;

    /// <summary>Adds an empty map.</summary>
    /// <param name="snapshot">The number of the snapshot that began last.</param>
    public uint Add(int snapshot)
    {
        if (!_free.TryPop(out var number))
            number = AddNumber();
        _maps[number] = new(_options, store.FastPaths.AlignedSlots, snapshot);
        return number;
    }

    /// <summary>Adds an entry to a map.</summary>
    public void AddEntry(uint number, in TMapKey key, TValue value, long writtenAt)
    {
        var map = _maps[number]!;
        var before = map.SizeBytes;
        map.Add(in key, value, writtenAt);
        SizeBytes += map.SizeBytes - before;
    }

    /// <summary>Gives memory of a map back.</summary>
    public void Shrink(uint number)
    {
        var map = _maps[number]!;
        var before = map.SizeBytes;
        map.Shrink();
        SizeBytes += map.SizeBytes - before;
    }

    /// <summary>Removes a map. A snapshot in progress may still read it.</summary>
    public void Remove(uint number)
    {
        if (snapshots.Any)
            _retained.Add(number);
        else
            Free(number);
    }

    /// <summary>Frees maps that were retained for a snapshot.</summary>
    public void Reclaim()
    {
        if (_retained.Count == 0 || snapshots.Any)
            return;
        _retained.ForEach(Free);
        _retained.Clear();
    }

    /// <summary>Copies what a snapshot that has not ended has not read yet, so that the next one can begin.</summary>
    public void CopyFor(int snapshot)
    {
        foreach (var map in _maps)
            map?.CopyFor(snapshot);
    }

    /// <summary>Ends a snapshot. On any thread.</summary>
    public void End(int snapshot)
    {
        foreach (var map in Volatile.Read(ref _maps))
            map?.End(snapshot);
    }

    private uint AddNumber()
    {
        if (_count == _maps.Length)
        {
            var maps = _maps;
            Array.Resize(ref maps, Math.Max(4, 2 * maps.Length));
            Volatile.Write(ref _maps, maps);
        }

        return (uint)_count++;
    }

    private void Free(uint number)
    {
        SizeBytes -= _maps[number]!.SizeBytes;
        _maps[number] = null;
        _free.Push(number);
    }
}
