using StateGen.Backends.Memory.Rows;
using StateGen.Keys;

namespace StateGen.Tests.Backends;

public sealed class HugePageTests
{
    private const int KeyCount = 300_000;
    private const nuint Page = HugePages.Size;

    [Theory]
    [InlineData(1)]
    [InlineData(128)]
    public async Task A_table_keeps_its_entries_while_another_thread_moves_their_pages(int partitions)
    {
        var table = OpenTable(partitions);
        using var isGrown = new ManualResetEventSlim();
        var moving = Task.Run(Move, TestContext.Current.CancellationToken);
        try
        {
            Fill(table);
            for (var key = 0L; key < KeyCount; key += 2)
                Find(table, key).Count++;
        }
        finally
        {
            isGrown.Set();
        }

        await moving;
        table.HugePageRequests.Collapse();
        for (var key = 0L; key < KeyCount; key++)
            Assert.Equal((key, key % 2 == 0 ? 2 : 1), (Find(table, key).Sum, Find(table, key).Count));

        void Move()
        {
            while (!isGrown.IsSet)
                table.HugePageRequests.Collapse();
        }
    }

    // Arrays of many partitions lie side by side, so most of their pages are within the range that they cover together. How many of them the system moves
    // depends on the free memory of the machine.
    [Theory]
    [InlineData(1)]
    [InlineData(128)]
    public void The_pages_of_all_slots_of_a_table_are_asked_for(int partitions)
    {
        var table = OpenTable(partitions);
        Fill(table);
        var (huge, others) = table.HugePageRequests.Collapse();
        TestContext.Current.TestOutputHelper!.WriteLine($"{huge} pages of {table.SizeBytes:N0} bytes are huge, {others} are not.");
        Assert.InRange(huge + others, table.SizeBytes / HugePages.Size / 2, (table.SizeBytes / HugePages.Size) + 1);
        if (!HugePages.AreSupported)
            Assert.Equal(0, huge);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_table_may_grow_where_the_execution_context_does_not_flow(bool isSuppressed)
    {
        using var control = isSuppressed ? new Suppressed() : null;
        OpenTable(1).HugePageRequests.Grow(long.MaxValue);
        Assert.Equal(isSuppressed, ExecutionContext.IsFlowSuppressed());
    }

    [Theory]
    [InlineData(0, 0, 0, 0)]
    [InlineData(1, 1, 1, 0)]
    [InlineData(1, 2, 1, 1)]
    [InlineData(0, 1, 0, 1)]
    [InlineData(0, 3, 0, 3)]
    [InlineData(2, 5, 2, 3)]
    public void The_pages_within_a_range_begin_and_end_within_it(int start, int end, int first, int count)
    {
        Assert.Equal(((nuint)first * Page, count), HugePages.Within((nuint)start * Page, (nuint)end * Page));
        Assert.Equal(((nuint)first * Page, count), HugePages.Within((nuint)start * Page, ((nuint)end * Page) + 1));
        if (count > 0)
            Assert.Equal(((nuint)(first + 1) * Page, count - 1), HugePages.Within(((nuint)start * Page) + 1, (nuint)end * Page));
        if (count > 0)
            Assert.Equal(count - 1, HugePages.Within((nuint)start * Page, ((nuint)end * Page) - 1).Count);
    }

    private static KeyGroupTable<long, IntegerKeyCodec<long>, Row> OpenTable(int partitions) =>
        new(TestStores.Options(maxParallelism: partitions), alignsSlots: true);

    private static void Fill(KeyGroupTable<long, IntegerKeyCodec<long>, Row> table)
    {
        for (var key = 0L; key < KeyCount; key++)
            table.Add(in key, IntegerKeyCodec<long>.Hash(in key), new() { Sum = key, Count = 1 });
    }

    private static ref Row Find(KeyGroupTable<long, IntegerKeyCodec<long>, Row> table, long key)
    {
        ref var partition = ref table.PartitionOf(IntegerKeyCodec<long>.Hash(in key));
        var index = partition.Find(in key, IntegerKeyCodec<long>.Hash(in key));
        Assert.True(index >= 0);
        return ref partition.Slot(index).Value;
    }

    private sealed class Suppressed : IDisposable
    {
        private AsyncFlowControl _control = ExecutionContext.SuppressFlow();

        public void Dispose() => _control.Undo();
    }

    private struct Row
    {
        public long Sum;
        public long Count;
        public long Unused;
    }
}
