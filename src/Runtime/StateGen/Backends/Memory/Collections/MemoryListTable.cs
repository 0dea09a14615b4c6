using System.Runtime.CompilerServices;
using StateGen.Backends.Memory.Snapshots;
using StateGen.Keys;
using StateGen.Serialization;

namespace StateGen.Backends.Memory.Collections;

/// <summary>One list state in memory.</summary>
internal sealed class MemoryListTable<TKey, TKeyCodec, T, TCodec>(
    KeyLists<TKey, TKeyCodec, T, TCodec> lists, StateDescriptor descriptor, CurrentKey<TKey> currentKey)
    : ListTable<T>(descriptor, currentKey)
    where TKey : notnull
    where TKeyCodec : struct, IKeyCodec<TKey>
    where TCodec : struct, ICodec<T>
{
    public override T Normalize(T element) => TCodec.Normalize(element);

    public override void Append(T element) => lists.Append(TCodec.Normalize(element));

    public override void Clear() => lists.Detach();

    public override bool IsEmpty() => lists.IsEmpty();

    public override IEnumerator<T> Enumerate()
    {
        var list = lists.Find();
        for (var position = 0; position < list?.Count; position++)
        {
            if (!lists.IsExpired(list.WrittenAt(position)))
                yield return TCodec.HandOut(list[position]);
        }
    }
}

// In the snapshot file an element is:
//   EntryHeader ‖ element

/// <summary>The lists of one state. Elements are kept in the order of appending, so the counter that orders them on disk is not stored.</summary>
internal sealed class KeyLists<TKey, TKeyCodec, T, TCodec>(StateStore store, StateDescriptor descriptor, CurrentKey<TKey> currentKey)
    : KeyCollections<TKey, TKeyCodec, ElementList<T>>(store, descriptor, currentKey, "list")
    where TKey : notnull
    where TKeyCodec : struct, IKeyCodec<TKey>
    where TCodec : struct, ICodec<T>
{
    private int _appendedToOriginal;

    /// <summary>Appends to the current key's list.</summary>
    /// <param name="element">The element in its stored form.</param>
    public void Append(T element)
    {
        BeginChange();
        var list = FindOrAdd();
        list.Add(element, WriteTime);
        if (list == Original)
            _appendedToOriginal++;
        Store.NextListCounter();
        CountWrite();
    }

    protected override int EntrySizeBytes => Unsafe.SizeOf<T>() + (IsTimed ? sizeof(long) : 0);

    protected override ElementList<T> CreateNew() => new(IsTimed);

    protected override void UndoChanges(ElementList<T> original) => original.RemoveLast(_appendedToOriginal);

    protected override void ForgetChanges() => _appendedToOriginal = 0;

    // Elements are appended in the order of time, so the expired ones are at the front. If the clock was set back, an expired element may follow a
    // live one. It is never returned, and is removed after the elements before it have expired.
    protected override int RemoveExpired(ElementList<T> list)
    {
        var removed = 0;
        for (; list.Count > 0 && IsExpired(list.WrittenAt(0)); removed++)
            list.RemoveFirst();
        return removed;
    }

    protected override void WriteRun(ref KeyedBlockWriter<TKey, TKeyCodec> block, ElementList<T> list, int start, int end)
    {
        for (var position = start; position < end; position++)
        {
            block.WriteHeader(SchemaNumber, list.WrittenAt(position));
            TCodec.Write(ref block.Entries, list[position]);
        }
    }

    protected override void ReadRun(ElementList<T> list, int count, ref MessagePackReader entries)
    {
        for (var remaining = count; remaining > 0; remaining--)
        {
            var element = KeyedBlock.ReadEntry<T, TCodec>(Migrations, ref entries, out var writtenAt);
            list.Add(element, writtenAt);
        }
    }
}
