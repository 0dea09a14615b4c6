using StateGen.Backends.Memory.Rows;
using StateGen.Keys;

namespace StateGen.Backends.Memory.Snapshots;

/// <summary>The content of one table when a snapshot began. It is written partition by partition, on any thread. Always end it.</summary>
internal abstract class TableSnapshot
{
    /// <summary>Gets the number of parts that <see cref="Write"/> writes.</summary>
    public abstract int PartCount { get; }

    /// <summary>Writes one part. Call it once for each, in order.</summary>
    public abstract void Write(int part, BlockFile file);

    /// <summary>Makes the snapshot the base of the table's later ones. Thread-safe.</summary>
    public virtual void Complete()
    {
    }

    /// <summary>Ends the snapshot, written or not: the table keeps nothing more for it. May be called on any thread, also twice.</summary>
    public abstract void End();
}

/// <summary>The snapshot of a table by key group.</summary>
internal sealed class KeyedTableSnapshot<TKey, TKeyCodec, TValue, TFormat>(
    string operatorId, string section, KeyGroupSnapshot<TKey, TKeyCodec, TValue> entries, TFormat format) : TableSnapshot
    where TKeyCodec : struct, IKeyCodec<TKey>
    where TFormat : struct, IEntryFormat<TValue>
{
    public override int PartCount => entries.PartitionCount;

    public override void Write(int part, BlockFile file)
    {
        var writer = new EntryWriter(new(file, section, entries.KeyGroupOf(part)), format, operatorId);
        try
        {
            entries.Read(part, ref writer);
            writer.Block.Flush();
        }
        finally
        {
            writer.Block.Dispose();
        }
    }

    public override void Complete() => entries.Complete();

    public override void End() => entries.End();

    private ref struct EntryWriter(KeyedBlockWriter<TKey, TKeyCodec> block, TFormat format, string operatorId) : IEntryReader<TKey, TValue>
    {
        public KeyedBlockWriter<TKey, TKeyCodec> Block = block;

        public void Read(in TKey key, in TValue value, bool isChanged)
        {
            try
            {
                format.Write(ref Block, in key, in value);
            }
            catch (Exception exception) when (exception is not OutOfMemoryException)
            {
                // Whatever the codec throws, the checkpoint fails with the key, by which the state can be found.
                throw new StateWriteException(operatorId, key, exception);
            }
        }
    }
}

/// <summary>A table whose blocks were written when the snapshot began.</summary>
/// <param name="blocks">The blocks.</param>
/// <param name="complete">The action that makes the snapshot the base of later ones; null if nothing has to be done.</param>
internal sealed class WrittenTable(BlockFile blocks, Action? complete = null) : TableSnapshot
{
    public override int PartCount => 1;

    /// <summary>Writes and ends a snapshot that has just begun, so that the table need not keep anything for it.</summary>
    public static WrittenTable Of(TableSnapshot snapshot)
    {
        var blocks = new BlockFile();
        try
        {
            for (var part = 0; part < snapshot.PartCount; part++)
                snapshot.Write(part, blocks);
            return new(blocks, snapshot.Complete);
        }
        catch
        {
            // The exception fails the checkpoint, and nobody else knows the blocks.
            blocks.Dispose();
            throw;
        }
        finally
        {
            snapshot.End();
        }
    }

    public override void Write(int part, BlockFile file) => blocks.MoveTo(file);

    public override void Complete() => complete?.Invoke();

    public override void End() => blocks.Dispose();
}

/// <summary>Writes one entry of a table into a block.</summary>
internal interface IEntryFormat<TValue>
{
    void Write<TKey, TKeyCodec>(scoped ref KeyedBlockWriter<TKey, TKeyCodec> block, in TKey key, in TValue value)
        where TKeyCodec : struct, IKeyCodec<TKey>;
}
