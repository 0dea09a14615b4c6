using StateGen.Backends.Memory.Rows;
using StateGen.Keys;
using StateGen.Schemas.Migrations;

namespace StateGen.Tests.Backends;

public sealed class HugePageTests
{
    private const int KeyCount = 300_000;
    private const int Partitions = 128;

    private readonly KeyGroupTable<long, IntegerKeyCodec<long>, Row> _table = new(new()
    {
        OperatorId = "test",
        MaxParallelism = Partitions,
        KeyGroups = new(0, Partitions - 1),
        Migrations = StateMigrationTable.Of(1),
        Clock = new(TimeProvider.System),
    }, alignsSlots: true);

    [Fact]
    public async Task A_table_keeps_its_entries_while_another_thread_moves_their_pages()
    {
        using var isGrown = new ManualResetEventSlim();
        var moving = Task.Run(Move, TestContext.Current.CancellationToken);
        for (var key = 0L; key < KeyCount; key++)
            _table.Add(in key, IntegerKeyCodec<long>.Hash(in key), new() { Sum = key, Count = 1 });
        for (var key = 0L; key < KeyCount; key += 2)
            Find(key).Count++;
        isGrown.Set();
        await moving;
        _table.HugePageRequests.Collapse();
        for (var key = 0L; key < KeyCount; key++)
            Assert.Equal((key, key % 2 == 0 ? 2 : 1), (Find(key).Sum, Find(key).Count));

        void Move()
        {
            while (!isGrown.IsSet)
                _table.HugePageRequests.Collapse();
        }
    }

    [Fact]
    public void Only_whole_pages_within_the_slots_are_moved()
    {
        for (var key = 0L; key < KeyCount; key++)
            _table.Add(in key, IntegerKeyCodec<long>.Hash(in key), new() { Sum = key });
        var collapsed = _table.HugePageRequests.Collapse();
        Assert.Equal(0, collapsed % HugePages.Size);
        Assert.InRange(collapsed, 0, _table.SizeBytes);
        // Whether there are any depends on the kernel and on its memory. If it says so, the process has them.
        if (collapsed > 0)
            Assert.True(ReadHugeKilobytes() > 0);
        TestContext.Current.TestOutputHelper!.WriteLine($"{collapsed:N0} of {_table.SizeBytes:N0} bytes are in huge pages.");
    }

    [Fact]
    public void A_range_without_a_whole_page_is_left_alone() => Assert.Equal(0, HugePages.Collapse(HugePages.Size + 1, (3 * HugePages.Size) - 1));

    private ref Row Find(long key)
    {
        ref var partition = ref _table.PartitionOf(IntegerKeyCodec<long>.Hash(in key));
        return ref partition.Slot(partition.Find(in key, IntegerKeyCodec<long>.Hash(in key))).Value;
    }

    private static long ReadHugeKilobytes() => long.Parse(
        File.ReadLines("/proc/self/smaps_rollup").Single(line => line.StartsWith("AnonHugePages:", StringComparison.Ordinal))
            .Split(' ', StringSplitOptions.RemoveEmptyEntries)[1]);

    private struct Row
    {
        public long Sum;
        public long Count;
        public long Unused;
    }
}
