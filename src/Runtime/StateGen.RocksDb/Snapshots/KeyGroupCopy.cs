using System.Buffers.Binary;
using StateGen.Keys;
using StateGen.RocksDb.Native;
using StateGen.RocksDb.Storage;

namespace StateGen.RocksDb.Snapshots;

/// <summary>Copies the entries of a range of key groups from a restored database into the working one.</summary>
internal sealed class KeyGroupCopy : IDisposable
{
    private const int EntriesPerWrite = 1_000;

    private readonly StateDatabase _source;
    private readonly StateDatabase _target;
    private readonly KeyGroupRange _keyGroups;
    private readonly WriteBatch _batch = new();

    public KeyGroupCopy(StateDatabase source, StateDatabase target, KeyGroupRange keyGroups)
    {
        _source = source;
        _target = target;
        _keyGroups = keyGroups;
    }

    /// <summary>Copies the entries of one table.</summary>
    public void Copy(TableFamily table, CancellationToken cancellationToken)
    {
        using var entries = _source.ScanStored(_source.Family(table.Name));
        for (var found = SeekFirst(entries, table); found; found = entries.MoveNext())
        {
            var keyGroup = BinaryPrimitives.ReadUInt16BigEndian(entries.Key[table.KeyGroupOffset..]);
            if (_keyGroups.Contains(keyGroup))
                Add(table, entries, cancellationToken);
            else if (table.IsOrderedByKeyGroup)
                break;
        }

        Write();
    }

    public void Dispose() => _batch.Dispose();

    private bool SeekFirst(EntryIterator entries, TableFamily table)
    {
        if (!table.IsOrderedByKeyGroup)
            return entries.SeekToFirst();
        Span<byte> first = stackalloc byte[sizeof(ushort)];
        BinaryPrimitives.WriteUInt16BigEndian(first, (ushort)_keyGroups.First);
        return entries.Seek(first);
    }

    private void Add(TableFamily table, EntryIterator entries, CancellationToken cancellationToken)
    {
        _batch.Put(_target.Family(table.Name), entries.Key, entries.Value);
        if (_batch.Count < EntriesPerWrite)
            return;
        cancellationToken.ThrowIfCancellationRequested();
        Write();
    }

    private void Write()
    {
        _target.WriteStored(_batch);
        _batch.Clear();
    }
}
