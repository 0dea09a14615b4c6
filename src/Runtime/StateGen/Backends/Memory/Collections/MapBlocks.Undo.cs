using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace StateGen.Backends.Memory.Collections;

// A change of a block is undone by position, because undoing later changes first puts every entry back where it was. The entries of a large map move, so
// a change of it is undone by key.

/// <content>Undoes the changes of a record.</content>
internal sealed partial class MapBlocks<TMapKey, TMapKeyCodec, TValue, THead>
{
    /// <summary>Undoes a change, all later ones being undone.</summary>
    public void Undo(ref THead head, in MapChange<TMapKey, TValue> change)
    {
        if (head.SizeClass == MapSize.Large)
            UndoInLarge(ref head, in change);
        else if (change.Kind == MapChangeKind.Added)
            RemoveAt(ref head, change.Position);
        else if (change.Kind == MapChangeKind.Replaced)
            Replace(ref head, change.Position, change.Entry.Value, change.WrittenAt);
        else
            Insert(ref head, in change);
    }

    /// <summary>Copies an entry of a large map.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public void CopyOfLarge(in THead head, int position, out MapEntry<TMapKey, TValue> entry)
    {
        ref var slot = ref _large[head.Block][position];
        entry = new() { Key = slot.Key, Value = slot.Value.Value };
    }

    private void Insert(ref THead head, in MapChange<TMapKey, TValue> change)
    {
        var last = head.Count++;
        Debug.Assert(last < Capacity(in head), "A map never loses capacity within a record.");
        if (change.Position != last)
            Set(ref head, last, Unsafe.Add(ref Entries(ref head), change.Position), WrittenAt(ref head, change.Position));
        Set(ref head, change.Position, in change.Entry, change.WrittenAt);
    }

    private void UndoInLarge(ref THead head, in MapChange<TMapKey, TValue> change)
    {
        var position = Find(ref head, in change.Entry.Key);
        if (change.Kind == MapChangeKind.Added)
            RemoveAt(ref head, position);
        else if (change.Kind == MapChangeKind.Replaced)
            Replace(ref head, position, change.Entry.Value, change.WrittenAt);
        else
            Add(ref head, in change.Entry.Key, change.Entry.Value, change.WrittenAt);
    }
}
