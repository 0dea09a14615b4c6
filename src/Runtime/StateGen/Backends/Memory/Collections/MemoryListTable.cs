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

    // A read may change an element that it returns, so it finds each in the list. The list has as many until the enumeration ends.
    public override IEnumerator<T> Enumerate()
    {
        var elements = lists.Read();
        for (var position = 0; position < elements.Count; position++)
        {
            if (elements.WriteTimes is null)
                yield return TCodec.HandOut(elements.Items[elements.Start + position]);
            else if (lists.TryRead(position, out var element))
                yield return TCodec.HandOut(element);
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
