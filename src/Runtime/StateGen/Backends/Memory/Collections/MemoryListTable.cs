using StateGen.Keys;
using StateGen.Serialization;

namespace StateGen.Backends.Memory.Collections;

/// <summary>One list state in memory.</summary>
internal sealed class MemoryListTable<TKey, TKeyCodec, T, TCodec, THead>(
    KeyLists<TKey, TKeyCodec, T, TCodec, THead> lists, StateDescriptor descriptor, CurrentKey<TKey> currentKey)
    : ListTable<T>(descriptor, currentKey)
    where TKey : notnull
    where TKeyCodec : struct, IKeyCodec<TKey>
    where TCodec : struct, ICodec<T>
    where THead : struct, IListHead
{
    public override T Normalize(T element) => TCodec.Normalize(element);

    public override void Append(T element) => lists.Append(TCodec.Normalize(element));

    public override void Clear() => lists.Clear();

    public override bool IsEmpty()
    {
        var elements = lists.Read();
        for (var position = 0; position < elements.Count; position++)
        {
            if (!IsExpired(in elements, position))
                return false;
        }

        return true;
    }

    // What a read does to the elements has been done before the first one is returned, so their timestamps are those from before.
    public override IEnumerator<T> Enumerate()
    {
        var elements = lists.ReadOnce();
        for (var position = 0; position < elements.Count; position++)
        {
            if (elements.WriteTimes is not { } times || lists.Ttl.IsReturned(times[elements.Start + position]))
                yield return TCodec.HandOut(elements.Items[elements.Start + position]);
        }
    }

    internal override bool TryRead(out ListElements<T> elements)
    {
        elements = lists.Read();
        return elements.WriteTimes is null;
    }

    internal override T HandOut(T element) => TCodec.HandOut(element);

    private bool IsExpired(in ListElements<T> elements, int position) =>
        elements.WriteTimes is { } times && lists.IsExpired(times[elements.Start + position]);
}
