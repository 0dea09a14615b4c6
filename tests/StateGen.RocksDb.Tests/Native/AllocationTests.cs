using StateGen.RocksDb.Native;

namespace StateGen.RocksDb.Tests.Native;

/// <summary>The calls of every record allocate nothing on the managed heap, whatever the size of the value and wherever it lies.</summary>
public sealed class AllocationTests : DatabaseFixture
{
    private const int Calls = 1_000;

    private readonly byte[] _key = Bytes("key");

    [Theory]
    [InlineData(8, false)]
    [InlineData(8, true)]
    [InlineData(5_000, true)]
    public void A_point_read_allocates_nothing(int length, bool flushed)
    {
        Database.Put(Rows, _key, new byte[length]);
        if (flushed)
            Flush();
        AssertAllocatesNothing(() =>
        {
            using var value = Database.Get(Rows, _key, stackalloc byte[64]);
            return value.Bytes.Length == length;
        });
    }

    [Fact]
    public void A_read_of_a_missing_key_allocates_nothing() => AssertAllocatesNothing(() =>
    {
        using var value = Database.Get(Rows, "absent"u8, stackalloc byte[64]);
        return !value.Found;
    });

    [Fact]
    public void A_write_and_a_deletion_allocate_nothing() => AssertAllocatesNothing(() =>
    {
        Database.Put(Rows, _key, "value"u8);
        Database.Delete(Rows, _key);
        return true;
    });

    [Fact]
    public void Writes_to_batches_and_reads_through_them_allocate_nothing()
    {
        using var batch = new WriteBatch();
        using var indexed = new IndexedWriteBatch();
        AssertAllocatesNothing(() =>
        {
            batch.Put(Rows, _key, "value"u8);
            indexed.SetSavePoint();
            indexed.Put(Rows, _key, "value"u8);
            using var value = Database.Get(indexed, Rows, _key);
            Database.Write(batch);
            batch.Clear();
            return value.Found;
        });
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_step_of_an_iterator_allocates_nothing(bool merged)
    {
        for (var number = 0; number < 3 * Calls; number++)
            Database.Put(Rows, [.. _key, (byte)(number >> 8), (byte)number], "value"u8);
        using var batch = new IndexedWriteBatch();
        batch.Put(Rows, "zzz"u8, "value"u8);
        using var iterator = merged ? new EntryIterator(Database, batch, Reading, Rows) : new EntryIterator(Database, Reading, Rows);
        Assert.True(iterator.SeekToFirst());
        AssertAllocatesNothing(() => iterator.Key.Length + iterator.Value.Length == 10 && iterator.MoveNext());
    }

    private void Flush()
    {
        using var flushing = new FlushOptions();
        Database.Flush(flushing, Rows);
    }

    private static void AssertAllocatesNothing(Func<bool> call)
    {
        Assert.True(Repeat(call));
        var before = GC.GetAllocatedBytesForCurrentThread();
        var succeeded = Repeat(call);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.True(succeeded);
        Assert.Equal(0, allocated);
    }

    private static bool Repeat(Func<bool> call)
    {
        var succeeded = true;
        for (var count = 0; count < Calls; count++)
            succeeded &= call();
        return succeeded;
    }
}
