using StateGen.Backends.Memory.Broadcast;
using StateGen.Checkpoints;
using StateGen.Keys;
using StateGen.Serialization;
using StateGen.TestKit;
using StateGen.TestKit.Pipelines;
using StateGen.Tests.Graph;
using StateGen.Tests.Pipelines;

namespace StateGen.Tests.Checkpoints;

/// <summary>The file of the broadcast state in a checkpoint, and what happens to a job when it is damaged.</summary>
public sealed class BroadcastFileTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_changed_byte_of_the_file_stops_the_restore_and_nothing_is_read()
    {
        using var storage = new MemoryCheckpointStorage();
        var job = new TriggeredJob(triggerEvery: 2, readSize: 4);
        var numbers = Enumerable.Range(0, 12).Select(number => (long)number).ToArray();
        var sink = new ListSink<long>();
        await Assert.ThrowsAnyAsync<Exception>(() => RunAsync(new Faults().At("operator", 40)));
        var path = (await CheckpointStore.OpenForReadingAsync(storage, "job", cancellationToken: Token)).FindLatest()!.Operators[0].Broadcast!.Path;
        var content = await ReadAsync(storage, path);
        for (var index = 0; index < content.Length; index++)
        {
            var changed = content.ToArray();
            changed[index] ^= 1;
            await WriteAsync(storage, path, changed);
            Assert.Equal(path, (await Assert.ThrowsAsync<CheckpointDamagedException>(() => RunAsync(new Faults()))).File);
        }

        await WriteAsync(storage, path, content);
        await RunAsync(new Faults());
        var weight = Weighted.WeightOf(numbers.Select(number => KeyValuePair.Create(number, 2L)));
        Assert.Equal(numbers.GroupBy(number => number % 3).Select(group => Totals.Combine(group.Sum() + weight, group.Count())).Order(), sink.Committed.Order());

        Task RunAsync(Faults faults) => Pipeline.From(job.Source<long>(null, numbers), "numbers").WithEventTime(DateTimeOffset.FromUnixTimeMilliseconds, TimeSpan.Zero)
            .KeyBy(value => $"{value % 3}")
            .Connect(Pipeline.From(job.Source<long>(null, numbers, numbers), "broadcast").WithEventTime(DateTimeOffset.FromUnixTimeMilliseconds, TimeSpan.Zero).Broadcast())
            .Process(() => new Weighted { Faults = faults, OnLate = _ => { } }).To(sink).RunAsync(job.Options(storage, 2) with { Restart = RestartStrategy.None }, Token);
    }

    [Fact]
    public async Task Any_bytes_are_read_or_refused_as_damaged()
    {
        var (store, table) = Open();
        store.IsWritable = true;
        for (var entry = 0; entry < 20; entry++)
            table.Put($"k{entry}", entry * 1000);
        var files = new MemorySnapshotFiles();
        using (var snapshot = store.BeginSnapshot())
            await snapshot.WriteAsync(files, Token);
        var content = await ReadAsync(await files.OpenReadAsync(BroadcastStore.FileName, Token));
        var refused = 0;
        foreach (var bytes in Damaged(content))
        {
            var damaged = new MemorySnapshotFiles();
            await damaged.WriteAsync(BroadcastStore.FileName, (stream, token) => stream.WriteAsync(bytes, token).AsTask(), Token);
            var failure = await Record.ExceptionAsync(() => Open().Store.RestoreAsync(damaged, Token));
            Assert.True(failure is null or CheckpointDamagedException or CheckpointFormatException, $"{failure}");
            refused += failure is null ? 0 : 1;
        }

        Assert.InRange(refused, content.Length, 3 * content.Length);
        var (restored, copy) = Open();
        await restored.RestoreAsync(files, Token);
        Assert.Equal(Enumerable.Range(0, 20).Select(entry => (int?)(entry * 1000)), Enumerable.Range(0, 20).Select(entry => copy.TryGet($"k{entry}", out var value) ? (int?)value : null));
    }

    [Fact]
    public async Task A_snapshot_does_not_change_while_it_is_written_and_several_may_be()
    {
        var (store, table) = Open();
        store.IsWritable = true;
        var snapshots = new List<(BroadcastSnapshot Snapshot, int Value)>();
        for (var value = 1; value < 4; value++)
        {
            table.Put("a", value);
            store.Commit();
            snapshots.Add((store.BeginSnapshot(), value));
            table.Put("a", -1);
            table.Clear();
            table.Put("a", -2);
            if (value == 2)
                store.Rollback();
            store.Commit();
        }

        foreach (var (snapshot, value) in snapshots)
        {
            var files = new MemorySnapshotFiles();
            await snapshot.WriteAsync(files, Token);
            snapshot.Dispose();
            var (restored, copy) = Open();
            await restored.RestoreAsync(files, Token);
            Assert.True(copy.TryGet("a", out var read));
            Assert.Equal(value, read);
        }
    }

    // Each byte changed, each truncation, and a byte at the end.
    private static IEnumerable<byte[]> Damaged(byte[] content)
    {
        for (var index = 0; index < content.Length; index++)
        {
            var changed = content.ToArray();
            changed[index] ^= 1;
            yield return changed;
            yield return content[..index];
        }

        yield return [.. content, 0];
    }

    private static (BroadcastStore Store, BroadcastTable<string, int> Table) Open()
    {
        var store = new BroadcastStore(new() { OperatorId = "probe", KeyGroups = new(0, 127), Clock = new(new ManualTime(), long.MinValue) });
        return (store, store.Open<string, StringKeyCodec, int, IntegerCodec<int>>("Names"));
    }

    private static async Task<byte[]> ReadAsync(MemoryCheckpointStorage storage, string path) => await ReadAsync((await storage.TryOpenAsync(path, Token))!);

    private static async Task<byte[]> ReadAsync(Stream stream)
    {
        await using (stream)
        {
            using var content = new MemoryStream();
            await stream.CopyToAsync(content, Token);
            return content.ToArray();
        }
    }

    private static async Task WriteAsync(MemoryCheckpointStorage storage, string path, byte[] content)
    {
        await storage.DeleteAsync(path, Token);
        await storage.WriteAsync(path, (stream, token) => stream.WriteAsync(content, token).AsTask(), Token);
    }
}
