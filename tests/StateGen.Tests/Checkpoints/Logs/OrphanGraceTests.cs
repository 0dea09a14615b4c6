using StateGen.Checkpointing.Log;
using StateGen.Checkpoints;
using StateGen.TestKit;
using StateGen.TestKit.Pipelines;
using StateGen.Tests.Pipelines;

namespace StateGen.Tests.Checkpoints.Logs;

/// <summary>A process that stood still writes files after its successor has removed those that were there. They go once more, after a grace time.</summary>
public sealed class OrphanGraceTests : IDisposable
{
    private const string Late = "chk-00000001-a1-0123456789ab/rows";
    private static readonly TimeSpan Instant = TimeSpan.FromTicks(1);

    private readonly MemoryCheckpointStorage _files = new();
    private readonly VirtualTime _time = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Late_files_of_earlier_attempts_are_kept_before_the_grace_time_and_deleted_after_it()
    {
        var former = (await StartAsync()).Begin(1);
        var successor = await StartAsync();
        await former.WriteAsync("rows", (stream, token) => stream.WriteAsync(new byte[3], token).AsTask(), Token);
        var late = Assert.Single(await _files.ListAsync("chk-", Token));

        _time.Advance(CheckpointStore.OrphanGrace - Instant);
        await CompleteAsync(successor);
        Assert.Contains(late, await _files.ListAsync("chk-", Token));
        _time.Advance(Instant);
        await CompleteAsync(successor);
        Assert.Equal(Named(successor), await _files.ListAsync("chk-", Token));
    }

    [Fact]
    public async Task The_files_that_the_attempt_itself_is_writing_are_kept()
    {
        await StartAsync();
        var successor = await StartAsync();
        _time.Advance(CheckpointStore.OrphanGrace);
        var session = successor.Begin(successor.NextCheckpointId);
        await session.WriteAsync("rows", (stream, token) => stream.WriteAsync(new byte[3], token).AsTask(), Token);
        await successor.DiscardOldAsync(Token);
        Assert.Equal([.. session.Files.Select(file => file.Path)], await _files.ListAsync("chk-", Token));
    }

    // Once is enough: whoever stands still longer is found by the next start.
    [Fact]
    public async Task Each_attempt_looks_once_after_the_grace_time()
    {
        await StartAsync();
        var successor = await StartAsync();
        _time.Advance(CheckpointStore.OrphanGrace);
        await CompleteAsync(successor);
        await WriteLateAsync();
        _time.Advance(CheckpointStore.OrphanGrace);
        await CompleteAsync(successor);
        Assert.Contains(Late, await _files.ListAsync("chk-", Token));
        await StartAsync();
        Assert.Equal(Named(successor), await _files.ListAsync("chk-", Token));
    }

    /// <summary>The clock is that of the job.</summary>
    [Fact]
    public async Task A_job_deletes_late_files_with_its_first_checkpoint_after_the_grace_time()
    {
        await StartAsync();
        var job = new TriggeredJob(triggerEvery: 1, readSize: 10);
        var found = new List<bool>();
        job.Triggering = () =>
        {
            found.Add(_files.ListAsync(Late, Token).Result.Count > 0);
            if (found.Count == 1)
                WriteLateAsync().Wait(Token);
            if (found.Count == 3)
                _time.Advance(CheckpointStore.OrphanGrace);
        };
        await Pipeline.From(job.Source<Reading>(null, Readings.Generate(seed: 18, count: 50))).KeyBy(reading => reading.Sensor).Process(() => new RunningTotals())
            .To(new ListSink<RunningTotal>()).RunAsync(job.Options(_files) with { Time = _time }, Token);
        Assert.Equal([false, true, true, false], found.Take(4));
    }

    public void Dispose() => _files.Dispose();

    private async Task<CheckpointStore> StartAsync()
    {
        var store = await CheckpointStore.FindAsync(_files, "job", retained: 1, new JobIncarnation(_time, JobIncarnation.DefaultGrace), Token);
        Assert.True(await store.TryStartAsync(Token));
        return store;
    }

    private static async Task CompleteAsync(CheckpointStore store)
    {
        await using (var session = store.Begin(store.NextCheckpointId))
        {
            await session.WriteAsync("rows", (stream, token) => stream.WriteAsync(new byte[3], token).AsTask(), Token);
            await session.CompleteAsync(Manifests.Of(session, jobId: "job"), Token);
        }

        await store.MarkCommittedAsync(store.FindLatest()!.CheckpointId, Token);
        await store.DiscardOldAsync(Token);
    }

    private static IEnumerable<string> Named(CheckpointStore store) => store.FindLatest()!.Files.Select(file => file.Path);

    private Task WriteLateAsync() => _files.WriteAsync(Late, (stream, token) => stream.WriteAsync(new byte[3], token).AsTask(), Token);
}
