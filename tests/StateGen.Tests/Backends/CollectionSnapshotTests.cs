using StateGen.Backends;
using StateGen.TestKit;
using StateGen.Tests.Sources;

namespace StateGen.Tests.Backends;

public sealed class CollectionSnapshotTests
{
    [Theory]
    [InlineData(1, false)]
    [InlineData(2, false)]
    [InlineData(3, false)]
    [InlineData(14, true)]
    [InlineData(15, true)]
    public async Task A_snapshot_holds_what_the_collections_held_at_its_beginning_whatever_changes_between_its_parts(int seed, bool isSorted)
    {
        using var collections = new ModelledCollections(seed, isSorted: isSorted);
        collections.ChangeRandomly(1000);
        for (var round = 0; round < TestScale.Of(10); round++)
        {
            var expected = collections.Copy();
            using var snapshot = collections.Store.BeginSnapshot();
            var files = new InterleavedFiles(() => collections.ChangeRandomly(100));
            await snapshot.WriteAsync(files, CancellationToken.None);
            await expected.AssertRestoredAsync(files.Written, snapshot.ListCounter);
        }

        collections.AssertContents();
    }

    [Theory]
    [InlineData(4, false)]
    [InlineData(5, false)]
    [InlineData(16, true)]
    public async Task Elements_and_entries_that_expire_during_a_snapshot_stay_in_it(int seed, bool isSorted)
    {
        using var collections = new ModelledCollections(seed, timeToLive: 500, isSorted: isSorted);
        for (var round = 0; round < TestScale.Of(10); round++)
        {
            collections.ChangeRandomly(500);
            var expected = collections.Copy();
            using var snapshot = collections.Store.BeginSnapshot();
            var files = new InterleavedFiles(() => collections.ChangeRandomly(100));
            await snapshot.WriteAsync(files, CancellationToken.None);
            await expected.AssertRestoredAsync(files.Written, snapshot.ListCounter);
        }
    }

    [Theory]
    [InlineData(6, null, false)]
    [InlineData(7, 300L, false)]
    [InlineData(17, null, true)]
    [InlineData(18, 300L, true)]
    public async Task A_snapshot_that_another_thread_writes_is_exact(int seed, long? timeToLive, bool isSorted)
    {
        using var collections = new ModelledCollections(seed, timeToLive, isSorted: isSorted);
        collections.ChangeRandomly(2000);
        for (var round = 0; round < TestScale.Of(20); round++)
        {
            var expected = collections.Copy();
            using var snapshot = collections.Store.BeginSnapshot();
            var files = new MemorySnapshotFiles();
            var writing = Task.Run(() => snapshot.WriteAsync(files, TestContext.Current.CancellationToken), TestContext.Current.CancellationToken);
            while (!writing.IsCompleted)
                collections.ChangeRandomly(20);
            await writing;
            await expected.AssertRestoredAsync(files, snapshot.ListCounter);
        }

        collections.AssertContents();
    }

    [Theory]
    [InlineData(8, false)]
    [InlineData(9, false)]
    [InlineData(19, true)]
    public async Task A_second_snapshot_leaves_the_first_one_whole(int seed, bool isSorted)
    {
        using var collections = new ModelledCollections(seed, isSorted: isSorted);
        collections.ChangeRandomly(1000);
        var expectedFirst = collections.Copy();
        using var first = collections.Store.BeginSnapshot();
        collections.ChangeRandomly(500);
        var expectedSecond = collections.Copy();
        using var second = collections.Store.BeginSnapshot();
        collections.ChangeRandomly(500);
        var firstFiles = new InterleavedFiles(() => collections.ChangeRandomly(50));
        await first.WriteAsync(firstFiles, CancellationToken.None);
        first.Dispose();
        var secondFiles = new InterleavedFiles(() => collections.ChangeRandomly(50));
        await second.WriteAsync(secondFiles, CancellationToken.None);
        await expectedFirst.AssertRestoredAsync(firstFiles.Written, first.ListCounter);
        await expectedSecond.AssertRestoredAsync(secondFiles.Written, second.ListCounter);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Large_collections_grow_and_are_cleared_during_a_snapshot(bool isSorted)
    {
        const int Count = 100_000;
        using var collections = new ModelledCollections(seed: 10, isSorted: isSorted);
        collections.Fill(key: 1, count: Count);
        var expected = collections.Copy();
        using var snapshot = collections.Store.BeginSnapshot();
        var step = 0;
        var files = new InterleavedFiles(() =>
        {
            if (step++ == 0)
                collections.Fill(key: 1, count: 2 * Count);
            else if (step == 3)
                collections.Clear(key: 1);
        });
        await snapshot.WriteAsync(files, CancellationToken.None);
        await expected.AssertRestoredAsync(files.Written, snapshot.ListCounter);
        collections.AssertContents();
    }

    // The heads of maps hold 16 bits of the number of the snapshot in which their block was taken. Each round changes a map that was untouched since the first
    // number, when the bits are the same again.
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Snapshots_stay_exact_when_the_epochs_of_maps_begin_again(bool isSorted)
    {
        const int Rounds = 60;
        const long LargeMap = 1000;
        using var collections = new ModelledCollections(seed: 13, isSorted: isSorted);
        for (var key = 0L; key < Rounds; key++)
            collections.Fill(key, 20);
        collections.Fill(LargeMap, 300);
        for (var number = 0; number < ushort.MaxValue - (Rounds / 2); number++)
            collections.Store.BeginSnapshot().Dispose();
        for (var key = 0L; key < Rounds; key++)
        {
            var expected = collections.Copy();
            using var snapshot = collections.Store.BeginSnapshot();
            collections.Fill(key, 3);
            collections.Fill(LargeMap, 3);
            collections.Fill(Math.Max(0, key - 1), 2);
            var files = new MemorySnapshotFiles();
            await snapshot.WriteAsync(files, CancellationToken.None);
            await expected.AssertRestoredAsync(files, snapshot.ListCounter);
        }

        collections.AssertContents();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Memory_is_reused_after_a_snapshot_and_not_before(bool isSorted)
    {
        using var collections = new ModelledCollections(seed: 11, isSorted: isSorted);
        for (var key = 0L; key < 100; key++)
            collections.Fill(key, 20);
        collections.Store.BeginSnapshot().Dispose();
        var sizes = new List<long?>();
        for (var round = 0; round < 20; round++)
        {
            using (collections.Store.BeginSnapshot())
                collections.ReplaceAll(100, 20);
            sizes.Add(collections.Store.ReadStatistics().SizeBytes);
        }

        Assert.All(sizes.Skip(2), size => Assert.Equal(sizes[2], size));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Reading_and_writing_existing_collections_allocates_nothing(bool isSorted)
    {
        using var collections = new ModelledCollections(seed: 12, isSorted: isSorted);
        for (var key = 0L; key < 50; key++)
            collections.Fill(key, (int)key + 1);
        // Until the compiler has optimized the code, which takes it some time, and more while other tests run, null checks box.
        InTime.Until(() => Measure() == 0);

        long Measure()
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var round = 0; round < 10; round++)
                collections.Touch(50);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
    }

    /// <summary>Files in memory. The owner of the store changes it whenever a block was written.</summary>
    private sealed class InterleavedFiles(Action change) : IStateFileWriter
    {
        public MemorySnapshotFiles Written { get; } = new();

        public Task WriteAsync(string name, Func<Stream, CancellationToken, Task> write, CancellationToken cancellationToken) =>
            Written.WriteAsync(name, (stream, token) => write(new InterleavedStream(stream, change), token), cancellationToken);
    }

    private sealed class InterleavedStream(Stream stream, Action change) : Stream
    {
        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => stream.Length;

        public override long Position
        {
            get => stream.Position;
            set => throw new NotSupportedException();
        }

        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            await stream.WriteAsync(buffer, cancellationToken);
            change();
        }

        public override void Flush() => stream.Flush();

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
