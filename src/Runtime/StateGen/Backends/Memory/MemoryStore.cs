using System.Runtime.CompilerServices;
using StateGen.Backends.Memory.Collections;
using StateGen.Backends.Memory.Rows;
using StateGen.Backends.Memory.Snapshots;
using StateGen.Backends.Memory.Timers;
using StateGen.Keys;
using StateGen.Serialization;

namespace StateGen.Backends.Memory;

/// <summary>
/// The state of one operator subtask in memory. A snapshot consists of the file "state", a <see cref="BlockFile"/> with one section per table, and the file of
/// the timers. All of them are written while they are used.
/// </summary>
internal sealed class MemoryStore(StateStoreOptions options, MemoryFastPaths fastPaths) : StateStore(options)
{
    private const string FileName = "state";

    private readonly List<IPrefetchedTable> _collections = [];
    private IMemoryTable[] _tables = [];
    private bool _canExpire;

    // The numbers of the tables that the record has changed. Numbers, because a reference in an array costs the garbage collector's barrier.
    private int[] _touched = [];
    private int _touchedCount;

    // Those among them that have more to do when the record ends than to forget that it has changed them.
    private int[] _unfinished = [];
    private int _unfinishedCount;
    private ITimerQueue? _timers;

    public MemoryFastPaths FastPaths => fastPaths;

    public override RowTable<TKey, TRow> OpenRows<TKey, TKeyCodec, TRow, TRowCodec>()
    {
        var rows = new MemoryRowTable<TKey, TKeyCodec, TRow, TRowCodec>(this);
        Add(rows);
        return rows;
    }

    public override MapTable<TMapKey, TValue> OpenMap<TKey, TKeyCodec, TMapKey, TMapKeyCodec, TValue, TValueCodec>(
        StateDescriptor descriptor, CurrentKey<TKey> currentKey) =>
        descriptor.TimeToLive is null && Unsafe.SizeOf<MapEntry<TMapKey, TValue>>() <= InlineMapHead<MapEntry<TMapKey, TValue>>.MostEntryBytes
            ? OpenMap<TKey, TKeyCodec, TMapKey, TMapKeyCodec, TValue, TValueCodec, InlineMapHead<MapEntry<TMapKey, TValue>>>(descriptor, currentKey)
            : OpenMap<TKey, TKeyCodec, TMapKey, TMapKeyCodec, TValue, TValueCodec, MapHead>(descriptor, currentKey);

    public override SortedMapTable<TMapKey, TValue> OpenSortedMap<TKey, TKeyCodec, TMapKey, TMapKeyCodec, TValue, TValueCodec>(
        StateDescriptor descriptor, CurrentKey<TKey> currentKey)
    {
        var maps = new KeySortedMaps<TKey, TKeyCodec, TMapKey, TMapKeyCodec, TValue, TValueCodec>(this, descriptor, currentKey);
        var table = new MemorySortedMapTable<TKey, TKeyCodec, TMapKey, TMapKeyCodec, TValue, TValueCodec>(maps, descriptor, currentKey);
        maps.HasLiveEntry = maps.IsTimed ? () => !table.IsEmpty() : null;
        return table;
    }

    public override ListTable<T> OpenList<TKey, TKeyCodec, T, TCodec>(StateDescriptor descriptor, CurrentKey<TKey> currentKey) =>
        descriptor.TimeToLive is null
            ? OpenList<TKey, TKeyCodec, T, TCodec, ListHead>(descriptor, currentKey)
            : OpenList<TKey, TKeyCodec, T, TCodec, TimedListHead>(descriptor, currentKey);

    public override TimerTable<TKey> OpenTimers<TKey, TKeyCodec>() => SetTimers(new TimerQueue<TKey, TKeyCodec>(this));

    public override KeyCursor<TKey> OpenKeys<TKey, TKeyCodec>() =>
        new MemoryKeyCursor<TKey>([.. _tables.OfType<IKeyTable<TKey>>()], Options.KeyGroups.Count, CanExpire);

    public override async Task StartAsync(IReadOnlyList<RestoredState> restored, CancellationToken cancellationToken)
    {
        foreach (var part in restored)
        {
            ListCounter = Math.Max(ListCounter, part.ListCounter);
            await BlockFileReader.ReadAsync(part.Files, FileName, Options, new SectionReceiver(_tables), cancellationToken).ConfigureAwait(false);
            if (_timers is not null)
                await _timers.RestoreAsync(part, cancellationToken).ConfigureAwait(false);
        }
    }

    public override StateSnapshot BeginSnapshot()
    {
        var begun = new List<TableSnapshot>();
        try
        {
            foreach (var table in _tables)
                begun.Add(Begun(table.BeginSnapshot()));
            return new MemorySnapshot(ListCounter, _timers is null
                ? [(FileName, begun)]
                : [(FileName, begun), (ITimerQueue.Section, [Begun(_timers.BeginSnapshot())])]);
        }
        catch
        {
            // The job may go on without this checkpoint, and the tables must not keep anything for it.
            foreach (var table in begun)
                table.End();
            throw;
        }
    }

    public override void CompleteBatch()
    {
        if (CanExpire)
            Clock.Advance();
        foreach (var table in _tables)
            table.RemoveExpired(isIdle: false);
    }

    public override bool CanExpire => _canExpire;

    public override bool RemoveExpired()
    {
        Clock.Advance();
        var isBehind = false;
        foreach (var table in _tables)
            isBehind |= table.RemoveExpired(isIdle: true);
        return isBehind;
    }

    /// <summary>Adds a table, whose changes end with the record if it is marked as touched.</summary>
    /// <returns>The number of the table.</returns>
    public int Add(IMemoryTable table)
    {
        _tables = [.. _tables, table];
        _canExpire |= table.CanExpire;
        _touched = new int[_tables.Length];
        _unfinished = new int[_tables.Length];
        if (table is IPrefetchedTable collections)
            _collections.Add(collections);
        return _tables.Length - 1;
    }

    /// <summary>Adds a table to those whose changes a rollback undoes. Once per record.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void MarkTouched(int table)
    {
        MarkUncommitted();
        _touched[_touchedCount++] = table;
    }

    /// <summary>Adds a table that is touched to those that take part in the commit of the record. Once per record.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void MarkUnfinished(int table) => _unfinished[_unfinishedCount++] = table;

    public override long CountEntries() => _tables.Sum(table => table.CountEntries());

    public override StateStatistics ReadStatistics()
    {
        var total = new StateStatistics { Entries = 0, SizeBytes = 0, Timers = _timers?.ApproximateCount ?? 0 };
        foreach (var table in _tables)
        {
            var statistics = table.ReadStatistics();
            total = total with { Entries = total.Entries + statistics.Entries, SizeBytes = total.SizeBytes + statistics.SizeBytes };
        }

        return total;
    }

    internal override void Prefetch(ReadOnlySpan<ulong> hashes, int position)
    {
        if (!fastPaths.Prefetch)
            return;
        foreach (var table in _collections)
            table.Prefetch(hashes, position);
    }

    protected override void Commit()
    {
        _touchedCount = 0;
        while (_unfinishedCount > 0)
            _tables[_unfinished[--_unfinishedCount]].Commit();
        _timers?.Commit();
    }

    protected override void Rollback()
    {
        while (_touchedCount > 0)
            _tables[_touched[--_touchedCount]].Rollback();
        _unfinishedCount = 0;
        _timers?.Rollback();
    }

    private TableSnapshot Begun(TableSnapshot snapshot) => fastPaths.BackgroundSnapshots ? snapshot : WrittenTable.Of(snapshot);

    private MemoryMapTable<TKey, TKeyCodec, TMapKey, TMapKeyCodec, TValue, TValueCodec, THead>
        OpenMap<TKey, TKeyCodec, TMapKey, TMapKeyCodec, TValue, TValueCodec, THead>(StateDescriptor descriptor, CurrentKey<TKey> currentKey)
        where TKey : notnull
        where TKeyCodec : struct, IKeyCodec<TKey>
        where TMapKey : notnull
        where TMapKeyCodec : struct, IKeyCodec<TMapKey>
        where TValueCodec : struct, ICodec<TValue>
        where THead : struct, IMapHead
    {
        var maps = new KeyMaps<TKey, TKeyCodec, TMapKey, TMapKeyCodec, TValue, TValueCodec, THead>(this, descriptor, currentKey);
        var table = new MemoryMapTable<TKey, TKeyCodec, TMapKey, TMapKeyCodec, TValue, TValueCodec, THead>(maps, descriptor, currentKey);
        maps.HasLiveEntry = maps.IsTimed ? () => !table.IsEmpty() : null;
        return table;
    }

    private MemoryListTable<TKey, TKeyCodec, T, TCodec, THead> OpenList<TKey, TKeyCodec, T, TCodec, THead>(
        StateDescriptor descriptor, CurrentKey<TKey> currentKey)
        where TKey : notnull
        where TKeyCodec : struct, IKeyCodec<TKey>
        where TCodec : struct, ICodec<T>
        where THead : struct, IListHead
    {
        var lists = new KeyLists<TKey, TKeyCodec, T, TCodec, THead>(this, descriptor, currentKey);
        var table = new MemoryListTable<TKey, TKeyCodec, T, TCodec, THead>(lists, descriptor, currentKey);
        lists.HasLiveEntry = lists.IsTimed ? () => !table.IsEmpty() : null;
        return table;
    }

    private TQueue SetTimers<TQueue>(TQueue timers)
        where TQueue : ITimerQueue
    {
        _timers = timers;
        return timers;
    }

    /// <summary>Passes each section to its table. A section without a table belongs to a state that was removed from the program.</summary>
    private sealed class SectionReceiver(IMemoryTable[] tables) : IBlockReceiver
    {
        private IMemoryTable? _table;

        public bool Expect(string section, int keyGroup, int entryCount)
        {
            _table = Array.Find(tables, table => table.Section == section);
            _table?.Reserve(keyGroup, entryCount);
            return _table is not null;
        }

        public void Read(in BlockHeader header, ref MessagePackReader entries) => _table!.Read(header, ref entries);
    }
}

/// <summary>A snapshot that is written from the tables while they are used.</summary>
internal sealed class MemorySnapshot(long listCounter, (string Name, List<TableSnapshot> Tables)[] files) : StateSnapshot(listCounter)
{
    public override async Task WriteAsync(IStateFileWriter writer, CancellationToken cancellationToken)
    {
        foreach (var (name, tables) in files)
            await writer.WriteAsync(name, (stream, token) => BlockFile.WriteAsync(tables, stream, token), cancellationToken).ConfigureAwait(false);
    }

    public override void Complete()
    {
        foreach (var table in files.SelectMany(file => file.Tables))
            table.Complete();
    }

    protected override void Dispose(bool disposing)
    {
        foreach (var table in files.SelectMany(file => file.Tables))
            table.End();
        base.Dispose(disposing);
    }
}

/// <summary>Represents a table of the store independently of its type parameters.</summary>
internal interface IMemoryTable
{
    /// <summary>Gets the section of the snapshot file that holds the table.</summary>
    string Section { get; }

    /// <summary>Gets a value indicating whether entries expire.</summary>
    bool CanExpire { get; }

    /// <summary>Counts the stored rows, map entries or list elements, including expired ones.</summary>
    long CountEntries();

    /// <summary>Reads the numbers of entries and bytes in constant time. Thread-safe; approximate while a record is processed.</summary>
    StateStatistics ReadStatistics();

    /// <summary>Makes the record's changes permanent. Only if the table was marked as unfinished.</summary>
    void Commit();

    /// <summary>Undoes the record's changes. Only if the table was marked as touched.</summary>
    void Rollback();

    /// <summary>Removes expired entries for a time that depends on the number of writes and of what it finds. Called between records.</summary>
    /// <param name="isIdle">true if no record waits for the table.</param>
    /// <returns>true if it has stopped although more has probably expired.</returns>
    bool RemoveExpired(bool isIdle);

    /// <summary>Begins a snapshot of every live entry. Called between records.</summary>
    TableSnapshot BeginSnapshot();

    /// <summary>Makes room for entries of a key group that are about to be read.</summary>
    void Reserve(int keyGroup, int entryCount);

    /// <summary>Adds the entries of a block.</summary>
    void Read(in BlockHeader header, ref MessagePackReader entries);
}
