using StateGen.Backends.Memory.Rows;
using StateGen.Keys;
using StateGen.TestKit;

namespace StateGen.Tests.Backends;

public sealed class KeyGroupSnapshotTests
{
    private const int KeyCount = ModelledTable.KeyCount;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void A_snapshot_holds_what_the_table_held_at_its_beginning_whatever_changes_between_its_parts(int seed)
    {
        var table = new ModelledTable(seed);
        table.ChangeRandomly(2 * KeyCount);
        for (var round = 0; round < 20; round++)
        {
            var expected = table.Copy();
            var snapshot = table.Table.BeginSnapshot();
            var reader = new EntryCollector(pause: 0);
            for (var partition = 0; partition < snapshot.PartitionCount; partition++)
            {
                table.ChangeRandomly(KeyCount / 8);
                snapshot.Read(partition, ref reader);
            }

            snapshot.End();
            table.ChangeRandomly(KeyCount / 8);
            Assert.Equal(expected, reader.Sorted());
        }
    }

    [Theory]
    [InlineData(5)]
    [InlineData(6)]
    public void Growth_and_removal_of_everything_do_not_change_a_snapshot(int seed)
    {
        var table = new ModelledTable(seed);
        table.ChangeRandomly(KeyCount);
        var expected = table.Copy();
        var snapshot = table.Table.BeginSnapshot();
        var reader = new EntryCollector(pause: 0);
        snapshot.Read(0, ref reader);
        for (var key = 0L; key < 10 * KeyCount; key++)
            table.Set(key, key + 1);
        snapshot.Read(1, ref reader);
        for (var key = 0L; key < 10 * KeyCount; key++)
            table.Set(key, 0);
        for (var partition = 2; partition < snapshot.PartitionCount; partition++)
            snapshot.Read(partition, ref reader);
        snapshot.End();
        Assert.Equal(expected, reader.Sorted());
        Assert.Equal(0, table.Table.Count);
    }

    [Theory]
    [InlineData(7)]
    [InlineData(8)]
    public void A_second_snapshot_leaves_the_first_one_whole(int seed)
    {
        var table = new ModelledTable(seed);
        table.ChangeRandomly(KeyCount);
        var expectedFirst = table.Copy();
        var first = table.Table.BeginSnapshot();
        var firstReader = new EntryCollector(pause: 0);
        first.Read(0, ref firstReader);
        table.ChangeRandomly(KeyCount / 2);
        var expectedSecond = table.Copy();
        var second = table.Table.BeginSnapshot();
        var secondReader = new EntryCollector(pause: 0);
        for (var partition = 0; partition < second.PartitionCount; partition++)
        {
            table.ChangeRandomly(KeyCount / 8);
            second.Read(partition, ref secondReader);
            if (partition > 0)
                first.Read(partition, ref firstReader);
        }

        first.End();
        second.End();
        Assert.Equal(expectedFirst, firstReader.Sorted());
        Assert.Equal(expectedSecond, secondReader.Sorted());
    }

    [Fact]
    public void A_snapshot_of_which_nothing_was_read_costs_the_next_one_nothing()
    {
        var table = new ModelledTable(9);
        table.ChangeRandomly(KeyCount);
        table.Table.BeginSnapshot().End();
        table.ChangeRandomly(KeyCount);
        var expected = table.Copy();
        Assert.Equal(expected, Read(table.Table.BeginSnapshot()));
    }

    [Fact]
    public void Ending_a_snapshot_twice_does_not_change_the_next_one()
    {
        var table = new ModelledTable(16);
        table.ChangeRandomly(KeyCount);
        var first = table.Table.BeginSnapshot();
        first.End();
        var expected = table.Copy();
        var second = table.Table.BeginSnapshot();
        first.End();
        table.ChangeRandomly(KeyCount);
        Assert.Equal(expected, Read(second));
    }

    [Fact]
    public void Reading_a_part_twice_is_refused()
    {
        var table = new ModelledTable(10);
        table.ChangeRandomly(KeyCount);
        var snapshot = table.Table.BeginSnapshot();
        var reader = new EntryCollector(pause: 0);
        snapshot.Read(0, ref reader);
        Assert.Throws<InvalidOperationException>(() => Read(snapshot));
    }

    // Every second snapshot, and sometimes several in a row, is not completed: its changes must be in the next one.
    [Theory]
    [InlineData(13, 50)]
    [InlineData(14, 400)]
    [InlineData(15, 20 * KeyCount)]
    public void The_changes_of_a_snapshot_bring_the_last_completed_one_up_to_date(int seed, int changesBetween)
    {
        var table = new ModelledTable(seed);
        table.ChangeRandomly(2 * KeyCount);
        var random = new Random(seed);
        SortedDictionary<long, long>? stored = null;
        var known = 0;
        for (var round = 0; round < 60; round++)
        {
            table.ChangeRandomly(changesBetween);
            var expected = table.Copy();
            var snapshot = table.Table.BeginSnapshot();
            var reader = new EntryCollector(pause: 0);
            for (var partition = 0; partition < snapshot.PartitionCount; partition++)
            {
                table.ChangeRandomly(changesBetween / 16);
                snapshot.Read(partition, ref reader);
            }

            snapshot.End();
            Assert.Equal(expected, reader.Sorted());
            if (snapshot.BaseEpoch != KeyGroupSnapshot.None)
            {
                known++;
                Assert.Equal(expected, Updated(stored!, snapshot.Removals, reader.Changes));
                Assert.True(changesBetween > KeyCount || reader.Changes.Count < KeyCount / 2, $"{reader.Changes.Count} changes");
            }

            if (round % 2 == 1 || random.Next(3) == 0)
                continue;
            snapshot.Complete();
            stored = expected;
        }

        Assert.True(changesBetween > KeyCount ? known == 0 : known > 40, $"{known} snapshots knew their changes");
    }

    // The owner changes entries, grows and removes without a pause while another thread reads.
    [Theory]
    [InlineData(11)]
    [InlineData(12)]
    public async Task A_snapshot_that_another_thread_reads_is_exact(int seed)
    {
        var table = new ModelledTable(seed);
        table.ChangeRandomly(4 * KeyCount);
        for (var round = 0; round < TestScale.Of(20); round++)
        {
            var expected = table.Copy();
            var snapshot = table.Table.BeginSnapshot();
            var reading = Task.Run(() => Read(snapshot));
            while (!reading.IsCompleted)
                table.ChangeRandomly(100);
            Assert.Equal(expected, await reading);
            snapshot.End();
        }
    }

    // Every partition outgrows its arrays several times while it is read, and the pool hands outgrown arrays out again.
    [Theory]
    [InlineData(17)]
    [InlineData(18)]
    public async Task A_snapshot_of_partitions_that_grow_while_another_thread_reads_them_is_exact(int seed)
    {
        for (var round = 0; round < TestScale.Of(5); round++)
        {
            var table = new ModelledTable((100 * seed) + round, maxParallelism: 32);
            table.ChangeRandomly(2 * KeyCount);
            var (expected, size) = (table.Copy(), table.Table.SizeBytes);
            var snapshot = table.Table.BeginSnapshot();
            using var start = new Barrier(participantCount: 2);
            var reading = Task.Run(() =>
            {
                start.SignalAndWait();
                return Read(snapshot, pause: 100);
            });
            start.SignalAndWait(TestContext.Current.CancellationToken);
            for (var key = KeyCount; key < 8 * KeyCount; key++)
            {
                table.Set(key, key);
                table.Set(key % KeyCount, key % 3 == 0 ? 0 : key);
            }

            Assert.Equal(expected, await reading);
            snapshot.End();
            Assert.True(table.Table.SizeBytes > 4 * size);
            Assert.Equal(table.Copy(), Read(table.Table.BeginSnapshot()));
        }
    }

    [Theory]
    [InlineData(22)]
    [InlineData(23)]
    public async Task A_snapshot_of_partitions_that_shrink_while_another_thread_reads_them_is_exact(int seed)
    {
        var table = new ModelledTable(seed, maxParallelism: 32);
        for (var round = 0; round < TestScale.Of(10); round++)
        {
            table.ChangeRandomly(4 * KeyCount);
            var (expected, size) = (table.Copy(), table.Table.SizeBytes);
            var snapshot = table.Table.BeginSnapshot();
            var reading = Task.Run(() => Read(snapshot, pause: 100));
            do
            {
                table.RemoveMost();
                Assert.InRange(table.Table.SizeBytes, 0, size / 2);
                table.ChangeRandomly(KeyCount);
            }
            while (!reading.IsCompleted);

            Assert.Equal(expected, await reading);
            snapshot.End();
            Assert.Equal(table.Copy(), Read(table.Table.BeginSnapshot()));
        }
    }

    // The arrays of many partitions go through the pool, those of few do not.
    [Theory]
    [InlineData(19, 7)]
    [InlineData(20, 100)]
    [InlineData(21, 128)]
    public void Any_number_of_partitions_grows_shrinks_and_has_exact_snapshots(int seed, int maxParallelism)
    {
        var table = new ModelledTable(seed, maxParallelism);
        for (var round = 0; round < 10; round++)
        {
            table.ChangeRandomly(KeyCount);
            var expected = table.Copy();
            var snapshot = table.Table.BeginSnapshot();
            var reader = new EntryCollector(pause: 0);
            for (var partition = 0; partition < snapshot.PartitionCount; partition++)
            {
                table.ChangeRandomly(KeyCount / 16);
                snapshot.Read(partition, ref reader);
            }

            snapshot.End();
            Assert.Equal(expected, reader.Sorted());
        }
    }

    private static SortedDictionary<long, long> Read(KeyGroupSnapshot<long, IntegerKeyCodec<long>, Wide> snapshot, int pause = 0)
    {
        var reader = new EntryCollector(pause);
        for (var partition = 0; partition < snapshot.PartitionCount; partition++)
            snapshot.Read(partition, ref reader);
        return reader.Sorted();
    }

    private static SortedDictionary<long, long> Updated(
        SortedDictionary<long, long> stored, IReadOnlyList<List<long>> removals, IReadOnlyList<(long Key, long Value)> changes)
    {
        var updated = new SortedDictionary<long, long>(stored);
        foreach (var key in removals.SelectMany(keys => keys))
            updated.Remove(key);
        foreach (var (key, value) in changes)
            updated[key] = value;
        return updated;
    }
}
