using System.Runtime.CompilerServices;
using StateGen.Backends.Memory.Rows;
using StateGen.Backends.Memory.Snapshots;
using StateGen.Keys;
using StateGen.Serialization;

namespace StateGen.Backends.Memory.Collections;

/// <summary>
/// The maps of one state. Changes of a map that existed before the record are logged, so that a rollback can undo them. If the record clears the map or
/// makes it large, the head of that moment is kept instead, and later changes need not be logged.
/// </summary>
internal sealed partial class KeyMaps<TKey, TKeyCodec, TMapKey, TMapKeyCodec, TValue, TValueCodec, THead> : KeyCollections<TKey, TKeyCodec, THead>
    where TKey : notnull
    where TKeyCodec : struct, IKeyCodec<TKey>
    where TMapKey : notnull
    where TMapKeyCodec : struct, IKeyCodec<TMapKey>
    where TValueCodec : struct, ICodec<TValue>
    where THead : struct, IMapHead
{
    private MapChange<TMapKey, TValue>[] _changes = new MapChange<TMapKey, TValue>[4];
    private int _changeCount;
    private int _originalCount;
    private bool _existed;
    private bool _wasVacant;

    // Whether the number of entries may have changed.
    private bool _isResized;
    private bool _isReplaced;
    private THead _replaced;
    private CollectionSnapshot? _lastSnapshot;

    public KeyMaps(MemoryStore store, StateDescriptor descriptor, CurrentKey<TKey> currentKey)
        : base(store, descriptor, currentKey, "map") =>
        Blocks = new(IsTimed, store, Snapshots);

    /// <summary>Gets the entries of the maps.</summary>
    public MapBlocks<TMapKey, TMapKeyCodec, TValue, THead> Blocks { get; }

    protected override long ContentBytes => Blocks.SizeBytes;

    private bool IsLogged => _existed && !_isReplaced;

    /// <summary>Writes an entry of the current key's map.</summary>
    /// <param name="key">The map key in normal form.</param>
    /// <param name="value">The value in its stored form.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Put(in TMapKey key, TValue value)
    {
        ref var head = ref BeginChange();
        if (Unsafe.IsNullRef(ref head))
            head = ref AddMap();
        var position = Blocks.FindAgain(ref head, in key);
        if (position < 0)
        {
            Add(ref head, in key, value);
        }
        else if (IsTimed || head.SizeClass == MapSize.Large)
        {
            Replace(ref head, position, value);
        }
        else
        {
            ref var entry = ref Unsafe.Add(ref Blocks.Entries(ref head), position);
            if (IsLogged)
                LogReplaced(in entry, position);
            entry.Value = value;
        }

        CountWrite();
    }

    /// <summary>Removes an entry as part of the record.</summary>
    public void RemoveAt(int position)
    {
        ref var head = ref BeginChange();
        BeginResize(ref head);
        if (IsLogged)
            Log(MapChangeKind.Removed, ref head, position);
        Blocks.RemoveAt(ref head, position);
    }

    /// <summary>Removes every entry of the current key.</summary>
    public void Clear()
    {
        ref var head = ref BeginChange();
        if (Unsafe.IsNullRef(ref head))
            return;
        BeginResize(ref head);
        Replace(ref head);
        head = default;
    }

    protected override int CountOf(in THead head) => Blocks.Count(in head);

    protected override void PrefetchContents(int start, int end)
    {
        for (var position = start; position < end; position++)
        {
            ref var head = ref Prefetched(position);
            if (!Unsafe.IsNullRef(ref head))
                Blocks.Prefetch(in head);
        }
    }

    protected override CollectionSnapshot BeginSnapshot(KeyGroupSnapshot<TKey, TKeyCodec, THead> entries)
    {
        if (_lastSnapshot is { HasEnded: false })
            CopyLargeFor(_lastSnapshot);
        if (!Blocks.BeginEpoch())
            ForEach((ref head) => head.Epoch = 0);
        var format = new MapFormat<TMapKey, TMapKeyCodec, TValue, TValueCodec, THead>(Blocks, IsTimed, SchemaNumber, Blocks.Snapshot);
        return _lastSnapshot = new MapSnapshot<TMapKey, TMapKeyCodec, TValue>(
            new KeyedTableSnapshot<TKey, TKeyCodec, THead, MapFormat<TMapKey, TMapKeyCodec, TValue, TValueCodec, THead>>(OperatorId, Section, entries, format),
            Snapshots, Blocks.Large, Blocks.Snapshot);
    }

    protected override void Free(in THead head) => Blocks.Free(in head);

    protected override void Reclaim() => Blocks.Reclaim();

    protected override void ReclaimAll() => Blocks.ReclaimAll();

    protected override void ReadRun(ref THead head, int count, ref MessagePackReader entries)
    {
        if (head.SizeClass != MapSize.Large && head.Count + count <= MapSize.MostInBlock)
            Blocks.Reserve(ref head, head.Count + count);
        for (var remaining = count; remaining > 0; remaining--)
        {
            var key = KeyedBlock.ReadKey<TMapKey, TMapKeyCodec>(ref entries);
            var value = KeyedBlock.ReadEntry<TValue, TValueCodec>(Migrations, ref entries, out var writtenAt);
            if (MapBlocks<TMapKey, TMapKeyCodec, TValue, THead>.IsLargest(in head))
                MakeLarge(ref head);
            Blocks.Add(ref head, in key, value, writtenAt);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ref THead BeginChange()
    {
        if (IsTouched)
            return ref Find();
        ref var head = ref Touch();
        _changeCount = 0;
        var isFound = !Unsafe.IsNullRef(ref head);
        _wasVacant = isFound && MapBlocks<TMapKey, TMapKeyCodec, TValue, THead>.IsVacant(in head);
        _existed = isFound && !_wasVacant;
        if (_existed)
            Blocks.BeginChange(ref head);
        return ref head;
    }

    // A map to which no entry is added, because a codec throws, is removed when the record ends.
    private ref THead AddMap()
    {
        BeginResize();
        return ref Add();
    }

    // Called before each change of the number of entries. A map that the record has added had none.
    private void BeginResize(ref THead head)
    {
        if (!_isResized && _existed)
            _originalCount = Blocks.Count(in head);
        BeginResize();
    }

    private void BeginResize()
    {
        _isResized = true;
        MarkUnfinished();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Add(ref THead head, in TMapKey key, TValue value)
    {
        BeginResize(ref head);
        if (MapBlocks<TMapKey, TMapKeyCodec, TValue, THead>.IsLargest(in head))
            MakeLarge(ref head);
        // The addition is logged after it has succeeded: a rollback must not remove another entry in its place.
        var (isLogged, position) = (IsLogged, head.Count);
        if (isLogged)
            ReserveChange();
        Blocks.Add(ref head, in key, value, WriteTime);
        if (isLogged)
            NextChange() = new() { Kind = MapChangeKind.Added, Position = position, Entry = new() { Key = key } };
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Replace(ref THead head, int position, TValue value)
    {
        if (IsLogged)
            Log(MapChangeKind.Replaced, ref head, position);
        Blocks.Replace(ref head, position, value, WriteTime);
    }

    private void MakeLarge(ref THead head)
    {
        var previous = head;
        Blocks.MakeLarge(ref head);
        Replace(ref previous);
    }

    // Keeps a head for a rollback if it is the first that the record replaces, otherwise frees what it refers to.
    private void Replace(ref THead head)
    {
        if (!IsTouched || !IsLogged)
        {
            Blocks.Free(in head);
            return;
        }

        _replaced = head;
        _isReplaced = true;
    }

    private void CopyLargeFor(CollectionSnapshot snapshot)
    {
        Blocks.Large.CopyFor(Blocks.Snapshot);
        if (snapshot.HasEnded)
            Blocks.Large.End(Blocks.Snapshot);
    }

    protected override void Commit(ref THead head)
    {
        if (_isResized)
            CommitSize(ref head);
        Forget();
    }

    private void CommitSize(ref THead head)
    {
        if (_isReplaced)
            Blocks.Free(in _replaced);
        var count = Blocks.Count(in head);
        EntryCount += count - _originalCount;
        if (count == 0)
            CommitEmpty(ref head);
        else if (_wasVacant)
            Occupy();
    }

    private void CommitEmpty(ref THead head)
    {
        Blocks.Free(in head);
        head = default;
        if (!_wasVacant)
            RemoveOrVacate();
    }

    protected override void Rollback(ref THead head)
    {
        if (_isReplaced || !_existed)
            Blocks.Free(in head);
        if (_isReplaced)
            head = _replaced;
        else if (_wasVacant)
            head = default;
        else if (!_existed)
            RemoveFound();
        for (var i = _changeCount - 1; i >= 0; i--)
            Blocks.Undo(ref head, in _changes[i]);
        Forget();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Forget()
    {
        if (RuntimeHelpers.IsReferenceOrContainsReferences<MapChange<TMapKey, TValue>>())
            Array.Clear(_changes, 0, _changeCount);
        _changeCount = 0;
        if (_isResized)
            ForgetSize();
    }

    private void ForgetSize()
    {
        _originalCount = 0;
        _replaced = default;
        _isReplaced = _isResized = false;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void LogReplaced(in MapEntry<TMapKey, TValue> entry, int position)
    {
        ref var change = ref NextChange();
        change.Kind = MapChangeKind.Replaced;
        change.Position = position;
        change.Entry = entry;
    }

    private void Log(MapChangeKind kind, ref THead head, int position)
    {
        ref var change = ref NextChange();
        change.Kind = kind;
        change.Position = position;
        if (IsTimed)
            change.WrittenAt = Blocks.WrittenAt(ref head, position);
        if (head.SizeClass == MapSize.Large)
            Blocks.CopyOfLarge(in head, position, out change.Entry);
        else
            change.Entry = Unsafe.Add(ref Blocks.Entries(ref head), position);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ref MapChange<TMapKey, TValue> NextChange()
    {
        ReserveChange();
        if (RuntimeHelpers.IsReferenceOrContainsReferences<MapChange<TMapKey, TValue>>())
            MarkUnfinished();
        return ref _changes[_changeCount++];
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void ReserveChange()
    {
        if (_changeCount == _changes.Length)
            GrowChanges();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void GrowChanges() => Array.Resize(ref _changes, 2 * _changeCount);
}
