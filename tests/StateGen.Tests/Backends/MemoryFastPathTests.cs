using StateGen.Backends;
using StateGen.Backends.Memory.Rows;
using StateGen.Keys;

namespace StateGen.Tests.Backends;

/// <summary>Each fast path of the memory backend can be switched off.</summary>
public sealed class MemoryFastPathTests
{
    private const int KeyCount = 1000;

    public static TheoryData<string> Switches => ["FusedLoop", "Prefetch", "BackgroundSnapshots", "AlignedSlots"];

    [Theory]
    [MemberData(nameof(Switches))]
    public void A_switch_turns_off_its_fast_path_and_no_other(string name)
    {
        // The backend reads the switches once, and other tests use it.
        _ = MemoryBackend.Default;
        Assert.Equal(new(), MemoryFastPaths.FromSwitches());
        AppContext.SetSwitch($"StateGen.Memory.{name}", false);
        try
        {
            var paths = MemoryFastPaths.FromSwitches();
            Assert.Equal(
                Switches.Select(row => (string)row.Data != name),
                [paths.FusedLoop, paths.Prefetch, paths.BackgroundSnapshots, paths.AlignedSlots]);
        }
        finally
        {
            AppContext.SetSwitch($"StateGen.Memory.{name}", true);
        }
    }

    [Fact]
    public void Huge_pages_are_used_only_if_their_switch_is_on()
    {
        Assert.False(MemoryFastPaths.FromSwitches().HugePages);
        AppContext.SetSwitch("StateGen.Memory.HugePages", true);
        try
        {
            Assert.Equal(new() { HugePages = true }, MemoryFastPaths.FromSwitches());
        }
        finally
        {
            AppContext.SetSwitch("StateGen.Memory.HugePages", false);
        }
    }

    // With undo logs, the first change of every row would append to one, and the blocks of collections would be kept.
    [Fact]
    public async Task Without_background_snapshots_nothing_is_kept_for_a_snapshot_that_has_begun()
    {
        using var store = TestStores.Open(backend: MemoryBackend.WithoutFastPaths);
        var rows = store.OpenRows<long, IntegerKeyCodec<long>, ExpiringRow, ExpiringRowCodec>();
        Write(rows, value: 1);
        Write(rows, value: 2);
        using var snapshot = store.BeginSnapshot();
        var before = GC.GetAllocatedBytesForCurrentThread();
        Write(rows, value: 3);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        var files = new MemorySnapshotFiles();
        await snapshot.WriteAsync(files, CancellationToken.None);
        using var restored = TestStores.Open();
        var restoredRows = restored.OpenRows<long, IntegerKeyCodec<long>, ExpiringRow, ExpiringRowCodec>();
        await restored.StartAsync([new(restored.Options.KeyGroups, 0, files)], CancellationToken.None);
        Assert.All(Enumerable.Range(0, KeyCount), key => Assert.Equal(2, Read(restoredRows, key)));
    }

    [Fact]
    public async Task Without_background_snapshots_collections_that_change_after_the_beginning_reuse_their_memory()
    {
        using var collections = new ModelledCollections(seed: 1, backend: MemoryBackend.WithoutFastPaths);
        for (var key = 0L; key < 100; key++)
            collections.Fill(key, 20);
        collections.ReplaceAll(100, 20);
        var expected = collections.Copy();
        var size = collections.Store.ReadStatistics().SizeBytes;
        using var snapshot = collections.Store.BeginSnapshot();
        for (var round = 0; round < 5; round++)
            collections.ReplaceAll(100, 20);
        Assert.Equal(size, collections.Store.ReadStatistics().SizeBytes);
        var files = new MemorySnapshotFiles();
        await snapshot.WriteAsync(files, CancellationToken.None);
        await expected.AssertRestoredAsync(files, snapshot.ListCounter);
    }

    // The arrays are allocated many times, because one may happen to begin where a cache line does.
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Slots_are_aligned_only_where_they_are_meant_to_be(bool aligns)
    {
        Assert.True(PartitionArrays<long, Wide>.CanAlign);
        var arrays = Enumerable.Range(10, 100).Select(capacity => PartitionArrays<long, Wide>.Allocate(capacity, aligns)).ToArray();
        Assert.All(arrays, allocated => Assert.Equal(aligns ? allocated.Tags.Length + 1 : allocated.Tags.Length, allocated.Slots.Length));
        Assert.Equal(aligns, arrays.Any(allocated => allocated.Offset > 0));
    }

    private static void Write(RowTable<long, ExpiringRow> rows, long value)
    {
        for (var key = 0L; key < KeyCount; key++)
            rows.Store(RowSlot.None, in key, IntegerKeyCodec<long>.Hash(in key), new() { Value = value, ExpiresAt = long.MaxValue });
    }

    private static long Read(RowTable<long, ExpiringRow> rows, long key)
    {
        rows.Load(in key, IntegerKeyCodec<long>.Hash(in key), out var row);
        return row.Value;
    }
}
