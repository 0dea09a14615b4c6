using System.Runtime.CompilerServices;
using StateGen.Serialization;

namespace StateGen.Backends.Memory.Collections;

/// <content>The time to live of entries.</content>
internal sealed partial class KeyMaps<TKey, TKeyCodec, TMapKey, TMapKeyCodec, TValue, TValueCodec, THead>
{
    /// <summary>
    /// Reads an entry as the options of its time to live say: the time of a live one may start again, and an expired one may be returned once. It then stays
    /// until the sweep removes it, because another enumeration of the map may be in progress.
    /// </summary>
    /// <returns>true if the entry is returned; otherwise, false.</returns>
    public bool TryRead(ref THead head, int position)
    {
        var writtenAt = Blocks.WrittenAt(ref head, position);
        var isExpired = IsExpired(writtenAt);
        if (isExpired ? !Ttl.IsReturned(writtenAt) : !Ttl.RefreshesOnRead)
            return !isExpired;
        var next = isExpired ? EntryHeader.NeverWritten : WriteTime;
        if (isExpired || next > writtenAt)
            SetWriteTime(position, next);
        return true;
    }

    /// <summary>
    /// Ensures that an entry that has expired is not returned any more. It stays until the sweep removes it, because an enumeration of the map may be in
    /// progress.
    /// </summary>
    /// <returns>true if the entry has expired; otherwise, false.</returns>
    public bool ForgetExpired(ref THead head, int position)
    {
        var writtenAt = Blocks.WrittenAt(ref head, position);
        var isExpired = IsExpired(writtenAt);
        if (isExpired && Ttl.IsReturned(writtenAt))
            SetWriteTime(position, EntryHeader.NeverWritten);
        return isExpired;
    }

    protected override bool FindExpired(ref THead head, long now, ref CollectionProgress progress)
    {
        while (Blocks.TryVisitNext(ref head, ref progress, out var position))
        {
            if (!IsExpired(Blocks.WrittenAt(ref head, position), now))
                continue;
            progress.Position = position;
            progress.IsSparse = false;
            return true;
        }

        progress.IsSparse = progress.Position == 0 && Blocks.IsSparse(in head, progress.FirstCount);
        return progress.IsSparse;
    }

    protected override void RemoveExpired(ref THead head, long now, ref CollectionProgress progress)
    {
        Blocks.BeginChange(ref head);
        if (progress.IsSparse)
        {
            Blocks.Shrink(in head);
            return;
        }

        while (Blocks.TryVisitNext(ref head, ref progress, out var position))
        {
            if (!IsExpired(Blocks.WrittenAt(ref head, position), now))
                continue;
            // Another entry may have moved to its position.
            Blocks.RemoveAt(ref head, position);
            progress.Position = position;
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void SetWriteTime(int position, long writtenAt)
    {
        ref var head = ref BeginChange();
        if (IsLogged)
            Log(MapChangeKind.Replaced, ref head, position);
        Blocks.Replace(ref head, position, Blocks.Value(ref head, position), writtenAt);
    }
}
