using StateGen.Backends;
using StateGen.Checkpointing.Coordination;
using StateGen.Checkpoints;
using StateGen.Keys;
using StateGen.Serialization;
using StateGen.Tests.Checkpoints;
using StateGen.TestKit;

namespace StateGen.Tests.Backends;

/// <summary>Damage of the lists, maps and timers in the files of a checkpoint.</summary>
public sealed class CollectionDamageTests : IDisposable
{
    private const int KeyCount = 4;

    private static readonly Task<MemorySnapshotFiles> Written = WriteAsync();

    private readonly MemoryCheckpointStorage _storage = new();

    public static TheoryData<string> Files => ["state", "timers"];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _storage.Dispose();

    [Theory]
    [MemberData(nameof(Files))]
    public async Task A_truncated_file_is_damaged_wherever_it_ends(string name)
    {
        var content = await ContentAsync(name);
        for (var length = 0; length < content.Length; length++)
        {
            var error = await Assert.ThrowsAsync<CheckpointDamagedException>(() => RestoreAsync(name, content[..length]));
            Assert.Equal(name, error.File);
        }
    }

    // The format has no checksum of its own, so a changed value is read as another value. Whatever is read must be whole.
    [Theory]
    [MemberData(nameof(Files))]
    public async Task A_changed_byte_is_a_described_error_or_leaves_collections_and_timers_that_can_be_used(string name)
    {
        var content = await ContentAsync(name);
        var errors = 0;
        for (var position = 0; position < content.Length; position++)
        {
            foreach (var flip in new byte[] { 0x01, 0xff })
            {
                var flipped = (byte[])content.Clone();
                flipped[position] ^= flip;
                var error = await Record.ExceptionAsync(() => RestoreAsync(name, flipped));
                Assert.True(error is null or CheckpointDamagedException or CheckpointFormatException, $"{flip:x2} at {position} caused {error}");
                Assert.True(error is not CheckpointDamagedException damage || damage.File == name);
                errors += error is null ? 0 : 1;
            }
        }

        Assert.True(errors > content.Length / 2);
    }

    // Every file of the checkpoint is compared with its checksum before anything is read.
    [Fact]
    public async Task Every_changed_byte_and_every_truncation_is_found_in_a_checkpoint()
    {
        var store = await CheckpointStore.OpenAsync(_storage, "delays", cancellationToken: Token);
        await using var attempt = store.Begin(1);
        var writer = new CheckpointStateWriter(attempt, operatorIndex: 0, subtask: 0);
        await WriteAsync(writer);
        var described = writer.Describe(new(0, TestStores.MaxParallelism - 1), listCounter: 0, ReachedEventTime.Nothing);
        var manifest = Manifests.Of(attempt, shared: null);
        await attempt.CompleteAsync(manifest, Token);
        Assert.Equal(["state", "timers"], described.Files.Select(file => file.Name));
        foreach (var path in described.Files.Select(file => file.Path))
        {
            var content = await ReadAsync(path);
            for (var position = 0; position < content.Length; position++)
            {
                var flipped = (byte[])content.Clone();
                flipped[position] ^= 0x10;
                await AssertFoundAsync(store, manifest, path, flipped);
                await AssertFoundAsync(store, manifest, path, content[..position]);
            }

            await _storage.WriteAsync(path, Bytes(content), Token);
        }

        await store.VerifyAsync(manifest, Token);
    }

    private async Task AssertFoundAsync(CheckpointStore store, CheckpointManifest manifest, string path, byte[] content)
    {
        await _storage.WriteAsync(path, Bytes(content), Token);
        Assert.Equal(path, (await Assert.ThrowsAsync<CheckpointDamagedException>(() => store.VerifyAsync(manifest, Token))).File);
    }

    private async Task<byte[]> ReadAsync(string path)
    {
        using var content = new MemoryStream();
        await using var stream = await _storage.TryOpenAsync(path, Token);
        await stream!.CopyToAsync(content, Token);
        return content.ToArray();
    }

    private static async Task<byte[]> ContentAsync(string name)
    {
        using var content = new MemoryStream();
        await using var stream = await (await Written).OpenReadAsync(name, Token);
        await stream.CopyToAsync(content, Token);
        return content.ToArray();
    }

    private static async Task<MemorySnapshotFiles> WriteAsync()
    {
        var files = new MemorySnapshotFiles();
        await WriteAsync(files);
        return files;
    }

    private static async Task WriteAsync(IStateFileWriter files)
    {
        using var operatorState = new DamagedOperator();
        for (var key = 0L; key < KeyCount; key++)
            operatorState.Fill(key);
        using var snapshot = operatorState.Store.BeginSnapshot();
        await snapshot.WriteAsync(files, CancellationToken.None);
    }

    /// <summary>Restores with another content of one file, and uses what was read.</summary>
    private static async Task RestoreAsync(string name, byte[] content)
    {
        var written = await Written;
        var changed = new MemorySnapshotFiles();
        foreach (var file in written.Names)
        {
            await using var stream = await written.OpenReadAsync(file, Token);
            await changed.WriteAsync(file, file == name ? Bytes(content) : (target, token) => stream.CopyToAsync(target, token), Token);
        }

        using var operatorState = new DamagedOperator();
        await operatorState.Store.StartAsync([new(operatorState.Store.Options.KeyGroups, 0, changed)], Token);
        operatorState.UseAll(KeyCount);
        using var snapshot = operatorState.Store.BeginSnapshot();
        await snapshot.WriteAsync(new MemorySnapshotFiles(), Token);
    }

    private static Func<Stream, CancellationToken, Task> Bytes(byte[] content) => (stream, token) => stream.WriteAsync(content, token).AsTask();

    /// <summary>Lists and maps, with and without a time to live, and timers.</summary>
    private sealed class DamagedOperator : IDisposable
    {
        private readonly CurrentKey<long> _currentKey = new("test");
        private readonly List<MapState<long, string>> _maps = [];
        private readonly List<ListState<string>> _lists = [];
        private readonly TimerTable<long> _timers;

        public DamagedOperator()
        {
            foreach (var (suffix, timeToLive) in new[] { ("", (long?)null), ("-timed", 1_000_000) })
            {
                _maps.Add(new(Store.OpenMap<long, IntegerKeyCodec<long>, long, IntegerKeyCodec<long>, string, StringCodec>(
                    new($"m{suffix}", timeToLive), _currentKey)));
                _lists.Add(new(Store.OpenList<long, IntegerKeyCodec<long>, string, StringCodec>(new($"l{suffix}", timeToLive), _currentKey)));
            }

            _timers = Store.OpenTimers<long, IntegerKeyCodec<long>>();
        }

        public StateStore Store { get; } = TestStores.Open(new ManualTime());

        public void Fill(long key)
        {
            _currentKey.SetKey(key);
            for (var number = 0L; number <= key; number++)
            {
                _maps.ForEach(map => map[number] = "entry");
                _lists.ForEach(list => list.Add("element"));
                _timers.Register(new(TimerKind.EventTime, number, key, _currentKey.Hash));
            }

            Store.CommitRecord();
        }

        /// <summary>Reads and changes the collections of the keys, and fires the timers.</summary>
        public void UseAll(int keys)
        {
            for (var key = 0L; key < keys; key++)
            {
                _currentKey.SetKey(key);
                Assert.All(_maps, map => Assert.Equal(map.Count, map.Select(entry => entry.Value).Count(value => value is not null)));
                Assert.All(_lists, list => Assert.All(list, Assert.NotNull));
                _maps.ForEach(map => map.Clear());
                _lists.ForEach(list => list.Clear());
                Fill(key);
            }

            for (; _timers.TryPeek(TimerKind.EventTime, long.MaxValue, out var timer); Store.CommitRecord())
                _timers.Delete(timer);
        }

        public void Dispose() => Store.Dispose();
    }
}
