using StateGen.Checkpoints;
using StateGen.TestKit.Backends;
using StateGen.TestKit.Pipelines;

namespace StateGen.Conformance.Tests.Damage;

/// <summary>One checkpoint with state of every kind, of which each byte is altered and each length is cut: it is never read.</summary>
public abstract class DamageTests(BackendUnderTest backend) : ConformanceTests(backend)
{
    private const string JobId = "hoard";
    private const int Events = 6;
    private const int SampledDamages = 40;

    private readonly MemoryCheckpointStorage _files = new();
    private int _opened;

    [Fact]
    public async Task Every_altered_byte_and_every_cut_of_every_file_is_reported()
    {
        var latest = await WriteAsync();
        foreach (var path in await _files.ListAsync("", Cancellation))
        {
            var read = await ReaderOfAsync(path, latest);
            var original = await ContentAsync(path);
            for (var at = 0; at < original.Length; at++)
            {
                var altered = Altered(original, at);
                await AssertReportedAsync(read, path, altered, $"byte {at} of {original.Length} was altered");
                altered[at] = original[at];
                await AssertReportedAsync(read, path, original.AsMemory(0, at), $"cut to {at} of {original.Length} bytes");
            }

            if (original.Length > 0)
                await AssertReportedAsync(read, path, new byte[original.Length], "set to zeros");
            await AssertReportedAsync(read, path, (byte[])[.. original, 0], "extended");
        }
    }

    // Without the claim, or without the latest entry of the log, the same checkpoint is found. The next start writes what is missing.
    [Fact]
    public async Task Every_missing_file_is_reported_or_not_needed()
    {
        var latest = await WriteAsync();
        var paths = await _files.ListAsync("", Cancellation);
        var head = paths.Last(path => path.StartsWith("log/", StringComparison.Ordinal));
        foreach (var path in paths)
        {
            var altered = new AlteredStorage(_files) { Path = path, Content = null };
            if (path == head || path == "job.json")
                Assert.Equal(latest.Files, (await ReadAsync(altered)).Files);
            else
                Assert.Equal(path, (await Assert.ThrowsAsync<CheckpointDamagedException>(() => ReadAsync(altered))).File);
        }
    }

    /// <summary>A sample of the damages, found by the job itself. It ends before it has opened the sink.</summary>
    [Fact]
    public async Task A_job_does_not_start_on_a_damaged_checkpoint()
    {
        var latest = await WriteAsync();
        string[] paths = [.. latest.Files.Where(file => file.Length > 0).Select(file => file.Path), .. await _files.ListAsync("log/", Cancellation), "job.json"];
        var random = new Random(15);
        for (var sample = 0; sample < SampledDamages; sample++)
        {
            var path = paths[sample % paths.Length];
            var original = await ContentAsync(path);
            var at = random.Next(original.Length);
            using var storage = await CopyAsync();
            using var stop = new CancellationTokenSource();
            await PutAsync(storage, path, sample % 2 == 0 ? Altered(original, at) : original[..at]);
            var failure = await Assert.ThrowsAsync<CheckpointDamagedException>(() => Pipeline(stop).RunAsync(JobOptions(storage), Cancellation));
            Assert.Equal(path, failure.File);
            Assert.True(failure.IsPermanent);
        }

        Assert.Equal(0, _opened);
    }

    /// <summary>Runs a job that stops at a checkpoint, whose output is committed.</summary>
    private async Task<CheckpointManifest> WriteAsync()
    {
        using var stop = new CancellationTokenSource();
        var result = await Pipeline(stop).RunAsync(JobOptions(_files) with { StopRequested = stop.Token }, Cancellation);
        Assert.True(result.IsStopped);
        _opened = 0;
        var latest = await ReadAsync(_files);
        var subtask = latest.Operators[0].Subtasks[0];
        Assert.NotNull(subtask.Broadcast);
        Assert.NotNull(subtask.OperatorState);
        Assert.NotEmpty(subtask.Files);
        return latest;
    }

    private RunnablePipeline Pipeline(CancellationTokenSource stop)
    {
        var events = new ListSource<int>([.. Enumerable.Range(0, Events)]) { ReadSize = Events, BeforeRead = stop.AfterEvents(Events, splits: 2) };
        var names = new ListSource<int>([.. Enumerable.Range(0, Events)]) { ReadSize = Events, BeforeRead = events.BeforeRead };
        return StateGen.Pipeline.From(events, "events").WithEventTime(_ => DateTimeOffset.UnixEpoch, TimeSpan.Zero).KeyBy(number => $"{number % 3}")
            .Connect(StateGen.Pipeline.From(names, "names").WithEventTime(_ => DateTimeOffset.UnixEpoch, TimeSpan.Zero).Broadcast())
            .Process(() => new Hoard()).To(new ListSink<string> { Opening = () => _opened++ });
    }

    private PipelineOptions JobOptions(ICheckpointStorage storage) => new()
    {
        JobId = JobId,
        Backend = Options().Backend,
        CheckpointTo = CheckpointTarget.ToStorage(storage),
        MaxParallelism = 8,
        Restart = RestartStrategy.None,
    };

    /// <summary>Finds the latest checkpoint and reads all of its files, as a start of the job does.</summary>
    private static async Task<CheckpointManifest> ReadAsync(ICheckpointStorage storage)
    {
        var store = await CheckpointStore.OpenForReadingAsync(storage, JobId, Cancellation);
        var latest = store.FindLatest()!;
        await store.VerifyAsync(latest, Cancellation);
        return latest;
    }

    /// <summary>Gets what reads a file of the storage: a file of state alone, for which the manifest is not read each time.</summary>
    private async Task<Func<ReadOnlyMemory<byte>, Task>> ReaderOfAsync(string path, CheckpointManifest latest)
    {
        var altered = new AlteredStorage(_files) { Path = path };
        if (latest.Files.FirstOrDefault(file => file.Path == path) is not { } state)
        {
            return content =>
            {
                altered.Content = content;
                return ReadAsync(altered);
            };
        }

        var store = await CheckpointStore.OpenForReadingAsync(altered, JobId, Cancellation);
        return content =>
        {
            altered.Content = content;
            return store.VerifyAsync(latest with { Files = [state] }, Cancellation);
        };
    }

    private static async Task AssertReportedAsync(Func<ReadOnlyMemory<byte>, Task> read, string path, ReadOnlyMemory<byte> content, string damage)
    {
        try
        {
            await read(content);
        }
        catch (CheckpointDamagedException found)
        {
            Assert.Equal(path, found.File);
            return;
        }

        Assert.Fail($"'{path}' was read although it was {damage}");
    }

    // Another bit for each byte.
    private static byte[] Altered(byte[] original, int at)
    {
        byte[] altered = [.. original];
        altered[at] ^= (byte)(1 << (at % 8));
        return altered;
    }

    private async Task<byte[]> ContentAsync(string path)
    {
        await using var file = await _files.TryOpenAsync(path, Cancellation);
        using var content = new MemoryStream();
        await file!.CopyToAsync(content, Cancellation);
        return content.ToArray();
    }

    private async Task<MemoryCheckpointStorage> CopyAsync()
    {
        var copy = new MemoryCheckpointStorage();
        foreach (var path in await _files.ListAsync("", Cancellation))
            await PutAsync(copy, path, await ContentAsync(path));
        return copy;
    }

    private static Task PutAsync(MemoryCheckpointStorage storage, string path, byte[] content) =>
        storage.WriteAsync(path, (stream, token) => stream.WriteAsync(content, token).AsTask(), Cancellation);
}
