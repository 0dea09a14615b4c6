using StateGen.Backends;
using StateGen.Backends.Memory.OperatorStates;
using StateGen.Checkpoints;
using StateGen.Serialization;
using StateGen.TestKit;
using StateGen.TestKit.Pipelines;

namespace StateGen.Tests.Checkpoints;

/// <summary>The files of operator state in a checkpoint, and what happens to a job when they are damaged.</summary>
public sealed class OperatorStateFileTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_changed_byte_of_a_file_stops_the_restore_and_nothing_is_read()
    {
        using var storage = new MemoryCheckpointStorage();
        var numbers = Enumerable.Range(0, 40).Select(number => (long)number).ToArray();
        var sink = new ListSink<long>();
        await RunAsync(numbers);
        var path = (await CheckpointStore.OpenForReadingAsync(storage, "job", cancellationToken: Token)).FindLatest()!.Operators[0].Subtasks[1].OperatorState!.Path;
        var content = await ReadAsync((await storage.TryOpenAsync(path, Token))!);
        for (var index = 0; index < content.Length; index++)
        {
            var changed = content.ToArray();
            changed[index] ^= 1;
            await WriteAsync(storage, path, changed);
            Assert.Equal(path, (await Assert.ThrowsAsync<CheckpointDamagedException>(() => RunAsync(numbers))).File);
        }

        await WriteAsync(storage, path, content);
        await RunAsync(numbers);
        Assert.Equal(numbers, sink.Committed.Order());

        Task RunAsync(long[] input) => Pipeline.From(new ListSource<long>(input) { ReadSize = 4 }, "numbers").WithEventTime(DateTimeOffset.FromUnixTimeMilliseconds, TimeSpan.Zero)
            .KeyBy(value => $"{value}").Process(() => new Kept()).To(sink).RunAsync(
                new() { JobId = "job", Backend = MemoryBackend.Default, CheckpointTo = CheckpointTarget.ToStorage(storage), Parallelism = 2 }, Token);
    }

    [Fact]
    public async Task Any_bytes_are_read_or_refused_as_damaged()
    {
        using var probe = new OpenStore();
        probe.List.Add(-1);
        for (var element = 0; element < 20; element++)
            probe.List.Add(element * 1000);
        var files = await WriteAsync(probe.States.BeginSnapshot());
        var content = await ReadAsync(await files.OpenReadAsync(OperatorStateStore.FileName, Token));
        var refused = 0;
        foreach (var bytes in Damaged(content))
        {
            var damaged = new MemorySnapshotFiles();
            await damaged.WriteAsync(OperatorStateStore.FileName, (stream, token) => stream.WriteAsync(bytes, token).AsTask(), Token);
            using var target = new OpenStore();
            var failure = await Record.ExceptionAsync(() => target.States.RestoreAsync([damaged], 1, Token));
            Assert.True(failure is null or CheckpointDamagedException or CheckpointFormatException, $"{failure}");
            refused += failure is null ? 0 : 1;
        }

        Assert.InRange(refused, content.Length, 3 * content.Length);
        var restored = await RestoreAsync(files);
        Assert.Equal(Enumerable.Range(0, 20).Select(element => element * 1000).Prepend(-1), restored);
    }

    [Fact]
    public async Task A_snapshot_does_not_change_while_it_is_written_and_several_may_be()
    {
        var random = new Random(7);
        using var probe = new OpenStore();
        var model = new List<int>();
        var snapshots = new List<(OperatorStateSnapshot Snapshot, int[] Elements)>();
        for (var step = 0; step < 2000; step++)
        {
            var before = model.ToArray();
            for (var change = random.Next(1, 5); change > 0; change--)
                Change(probe.List, model, random);
            if (random.Next(3) == 0)
            {
                probe.Store.RollbackRecord();
                model = [.. before];
            }

            probe.Store.CommitRecord();
            Assert.Equal(model, probe.List);
            if (random.Next(20) == 0)
                snapshots.Add((probe.States.BeginSnapshot(), [.. model]));
            // Some end early, and the table may go on with their array.
            if (snapshots.Count > 3)
            {
                var (snapshot, elements) = snapshots[random.Next(snapshots.Count)];
                snapshots.RemoveAll(other => other.Snapshot == snapshot);
                Assert.Equal(elements, await RestoreAsync(await WriteAsync(snapshot)));
            }
        }

        foreach (var (snapshot, elements) in snapshots)
            Assert.Equal(elements, await RestoreAsync(await WriteAsync(snapshot)));
    }

    private static void Change(OperatorListState<int> list, List<int> model, Random random)
    {
        var value = random.Next();
        switch (random.Next(8))
        {
            case 0 when random.Next(8) == 0:
                list.Clear();
                model.Clear();
                break;
            case < 4 when model.Count > 0:
                var index = random.Next(model.Count);
                list[index] = value;
                model[index] = value;
                break;
            default:
                list.Add(value);
                model.Add(value);
                break;
        }
    }

    private static async Task<MemorySnapshotFiles> WriteAsync(OperatorStateSnapshot snapshot)
    {
        var files = new MemorySnapshotFiles();
        using (snapshot)
            await snapshot.WriteAsync(files, Token);
        return files;
    }

    private static async Task<int[]> RestoreAsync(MemorySnapshotFiles files)
    {
        using var target = new OpenStore();
        await target.States.RestoreAsync([files], 1, Token);
        return [.. target.List];
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

    /// <summary>A store with one operator state.</summary>
    private sealed class OpenStore : IDisposable
    {
        public OpenStore()
        {
            Store = MemoryBackend.Default.Open(new() { OperatorId = "probe", KeyGroups = new(0, 127), Clock = new(new ManualTime(), long.MinValue) });
            List = Store.OpenOperatorList<int, IntegerCodec<int>>("Numbers", OperatorStateRedistribution.Split);
        }

        public StateStore Store { get; }

        public OperatorStateStore States => Store.OperatorStates!;

        public OperatorListState<int> List { get; }

        public void Dispose() => Store.Dispose();
    }
}

/// <summary>Keeps all numbers in operator state until the end of input.</summary>
[Operator("kept")]
internal sealed partial class Kept : KeyedOperator<string, long, long>
{
    [OperatorState]
    private partial OperatorListState<long> Numbers { get; }

    protected override void OnEvent(long value, OperatorContext<long> context)
    {
        Numbers.Add(value);
        context.Timers.RegisterEventTime(DateTimeOffset.MaxValue);
    }

    protected override void OnTimer(FiredTimer timer, OperatorContext<long> context)
    {
        foreach (var number in Numbers)
            context.Emit(number);
        Numbers.Clear();
    }
}
