using System.Runtime.CompilerServices;
using StateGen.Backends.Memory.Snapshots;
using StateGen.Keys;
using StateGen.Schemas.Migrations;
using StateGen.Serialization;

namespace StateGen.Backends.Memory.OperatorStates;

/// <summary>The elements of one operator state of a subtask, without their type.</summary>
internal abstract class OperatorListTable
{
    /// <summary>Gets the section of the snapshot that holds the table.</summary>
    public abstract string Section { get; }

    public abstract int Count { get; }

    /// <summary>Gets a value indicating whether elements of the former subtask that is being restored may belong to this one.</summary>
    public abstract bool IsReading { get; }

    /// <summary>Makes the changes since the last commit permanent.</summary>
    public abstract void Commit();

    /// <summary>Undoes the changes since the last commit.</summary>
    public abstract void Rollback();

    /// <summary>Takes a snapshot, in constant time.</summary>
    public abstract TableSnapshot BeginSnapshot();

    /// <summary>Begins to restore.</summary>
    /// <param name="isUnchanged">true if there are as many subtasks as when the snapshots were taken; otherwise, false.</param>
    /// <param name="parallelism">The number of subtasks now.</param>
    public abstract void BeginRestore(bool isUnchanged, int parallelism);

    /// <summary>Begins to restore the elements of a former subtask.</summary>
    public abstract void BeginFormer(int subtask);

    /// <summary>Adds the elements of a block of the snapshot that belong to this subtask.</summary>
    public abstract void Read(in BlockHeader header, ref MessagePackReader entries);
}

/// <summary>
/// The elements of one operator state of a subtask. Snapshots share the array of the elements that were there when they began: what is appended lies behind
/// them, and only an element that is set needs a copy as long as one of them is not written. The list as it was before the current record is
/// kept, with a log of the elements that were set in its array.
/// </summary>
internal abstract class OperatorListTable<T>(OperatorStateStore store, string stateName, OperatorStateRedistribution redistribution) : OperatorListTable
{
    private const int FirstCapacity = 4;

    private readonly List<(int Index, T Value)> _overwritten = [];
    private SharedElements<T> _elements = SharedElements<T>.Empty;
    private int _count;
    private SharedElements<T>? _elementsBefore;
    private int _countBefore;
    private bool _isUnchanged;
    private int _parallelism = 1;
    private int _formerSubtask;
    // The number of elements before the next one in the lists of all former subtasks together.
    private long _position;

    public string StateName => stateName;

    public string OperatorId => store.Options.OperatorId;

    public override string Section { get; } = store.Options.Migrations.StorageNameOf("operator", ':', stateName);

    public override int Count => _count;

    /// <summary>Gets the number of changes, by which an enumeration recognizes one.</summary>
    public long Version { get; private set; }

    public override bool IsReading => redistribution == OperatorStateRedistribution.Union || !_isUnchanged || _formerSubtask == store.Options.Subtask;

    protected OperatorStateStore Store => store;

    /// <summary>Brings an element into the form in which it is stored.</summary>
    public abstract T Normalize(T element);

    /// <summary>Returns an element as its reader may have it.</summary>
    public abstract T HandOut(T element);

    public T Get(int index) => _elements.Items[index];

    /// <summary>Appends an element in normal form.</summary>
    public void Add(T element)
    {
        BeginChange();
        Append(element);
    }

    /// <summary>Replaces an element with one in normal form.</summary>
    public void Set(int index, T element)
    {
        BeginChange();
        if (_elements.IsShared)
            _elements = _elements.Copy(_count, Math.Max(_count, FirstCapacity));
        if (ReferenceEquals(_elements, _elementsBefore) && index < _countBefore)
            _overwritten.Add((index, _elements.Items[index]));
        _elements.Items[index] = element;
    }

    public void Clear()
    {
        BeginChange();
        (_elements, _count) = (SharedElements<T>.Empty, 0);
    }

    public override void Commit()
    {
        _elementsBefore = null;
        _overwritten.Clear();
    }

    public override void Rollback()
    {
        if (_elementsBefore is not { } before)
            return;
        Version++;
        for (var index = _overwritten.Count - 1; index >= 0; index--)
            before.Items[_overwritten[index].Index] = _overwritten[index].Value;
        // Elements that the record has appended to this array. No snapshot has them.
        if (RuntimeHelpers.IsReferenceOrContainsReferences<T>())
            before.Items.AsSpan(_countBefore).Clear();
        (_elements, _count) = (before, _countBefore);
        Commit();
    }

    public override TableSnapshot BeginSnapshot() => Snapshot(_elements, _count);

    public override void BeginRestore(bool isUnchanged, int parallelism) => (_isUnchanged, _parallelism, _position) = (isUnchanged, parallelism, 0);

    public override void BeginFormer(int subtask) => _formerSubtask = subtask;

    public override void Read(in BlockHeader header, ref MessagePackReader entries)
    {
        for (var remaining = header.EntryCount; remaining > 0; remaining--)
        {
            var element = ReadElement(ref entries);
            if (IsOwn(_position++))
                Append(element);
        }
    }

    protected abstract T ReadElement(ref MessagePackReader entries);

    protected abstract TableSnapshot Snapshot(SharedElements<T> elements, int count);

    private bool IsOwn(long position) =>
        redistribution == OperatorStateRedistribution.Union || _isUnchanged || position % _parallelism == store.Options.Subtask;

    private void BeginChange()
    {
        store.BeginChange();
        Version++;
        if (_elementsBefore is null)
            (_elementsBefore, _countBefore) = (_elements, _count);
    }

    private void Append(T element)
    {
        if (_count == _elements.Items.Length)
            _elements = _elements.Copy(_count, checked(Math.Max(FirstCapacity, _count * 2)));
        _elements.Items[_count++] = element;
    }
}

/// <summary>The elements of one operator state, with their codec.</summary>
internal sealed class OperatorListTable<T, TCodec>(OperatorStateStore store, string stateName, OperatorStateRedistribution redistribution)
    : OperatorListTable<T>(store, stateName, redistribution)
    where TCodec : struct, ICodec<T>
{
    private readonly EntryMigrationTable _migrations = store.Options.Migrations.OfState(stateName);

    public override T Normalize(T element) => TCodec.Normalize(element);

    public override T HandOut(T element) => TCodec.HandOut(element);

    protected override T ReadElement(ref MessagePackReader entries) => KeyedBlock.ReadEntry<T, TCodec>(_migrations, ref entries, out _);

    protected override TableSnapshot Snapshot(SharedElements<T> elements, int count) =>
        new OperatorListSnapshot<T, TCodec>(this, Store.Options, elements, count);
}

/// <summary>Elements that the table and the snapshots of them share. The table sets an element only while no snapshot reads them.</summary>
internal sealed class SharedElements<T>(T[] items)
{
    private int _readers;

    public static SharedElements<T> Empty { get; } = new([]);

    public T[] Items => items;

    /// <summary>Gets a value indicating whether a snapshot reads the elements. Only the thread of the table adds readers.</summary>
    public bool IsShared => Volatile.Read(ref _readers) > 0;

    public void AddReader() => Interlocked.Increment(ref _readers);

    /// <summary>Removes a reader, on any thread.</summary>
    public void RemoveReader() => Interlocked.Decrement(ref _readers);

    public SharedElements<T> Copy(int count, int capacity)
    {
        var copy = new T[capacity];
        items.AsSpan(0, count).CopyTo(copy);
        return new(copy);
    }
}

/// <summary>Writes the elements that an operator state had when the snapshot began, in their order.</summary>
internal sealed class OperatorListSnapshot<T, TCodec> : TableSnapshot
    where TCodec : struct, ICodec<T>
{
    // Only the blocks of one part are in memory.
    private const int ElementsOfPart = 4096;

    private readonly OperatorListTable<T> _table;
    private readonly int _schemaNumber;
    private readonly int _count;
    // Null when the snapshot has ended. The checkpoint keeps the snapshot longer, and the table may go on with a copy.
    private SharedElements<T>? _elements;

    public OperatorListSnapshot(OperatorListTable<T> table, StateStoreOptions options, SharedElements<T> elements, int count)
    {
        _table = table;
        _schemaNumber = options.SchemaNumber;
        _count = count;
        _elements = elements;
        elements.AddReader();
    }

    public override int PartCount => (_count + ElementsOfPart - 1) / ElementsOfPart;

    public override void Write(int part, BlockFile file)
    {
        var first = part * ElementsOfPart;
        var elements = _elements!.Items.AsSpan(first, Math.Min(ElementsOfPart, _count - first));
        // Nothing of the writer's key type is written: elements have no key.
        var writer = new KeyedBlockWriter<string, StringKeyCodec>(file, _table.Section, OperatorStateStore.KeyGroup);
        try
        {
            foreach (ref readonly var element in elements)
                Write(ref writer, in element);
            writer.Flush();
        }
        finally
        {
            writer.Dispose();
        }
    }

    public override void End() => Interlocked.Exchange(ref _elements, null)?.RemoveReader();

    private void Write(ref KeyedBlockWriter<string, StringKeyCodec> writer, in T element)
    {
        try
        {
            writer.WriteHeader(_schemaNumber, writtenAt: null);
            TCodec.Write(ref writer.Entries, in element);
            writer.EndEntry();
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // Whatever the codec throws, the checkpoint fails with the name of the state.
            throw StateWriteException.OfOperatorState(_table.OperatorId, _table.StateName, exception);
        }
    }
}
