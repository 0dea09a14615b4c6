using StateGen.Checkpointing.Log;
using StateGen.Checkpoints;
using StateGen.TestKit;
using StateGen.TestKit.Pipelines;
using StateGen.Tests.Pipelines;

namespace StateGen.Tests.Checkpoints.Logs;

/// <summary>A process is killed after each of its operations on the storage. However late that is, the next start leaves nothing that nobody needs.</summary>
public sealed class FinishedJobTests : IDisposable
{
    private readonly MemoryCheckpointStorage _files = new();
    private readonly ListSink<int> _sink = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_start_of_a_finished_job_removes_what_a_kill_at_its_end_has_left()
    {
        var operations = await RunAsync(killedAfter: int.MaxValue);
        for (var last = operations - 1; last > operations - 8; last--)
        {
            using var killed = new FinishedJobTests();
            await Assert.ThrowsAnyAsync<Exception>(() => killed.RunAsync(last));
            await killed.RunAsync(killedAfter: int.MaxValue);
            Assert.Equal(await killed.FindNamedAsync(), await killed._files.ListAsync("", Token));
        }
    }

    [Fact]
    public async Task A_finished_job_is_finished_also_if_nothing_can_be_deleted()
    {
        await RunAsync(killedAfter: int.MaxValue);
        await _files.WriteAsync("chk-00000009-a1-0123456789ab/left", (stream, token) => stream.WriteAsync(new byte[1], token).AsTask(), Token);
        await RunAsync(new Undeletable(_files));
        Assert.Contains("chk-00000009-a1-0123456789ab/left", await _files.ListAsync("", Token));
        await RunAsync(killedAfter: int.MaxValue);
        Assert.Equal(await FindNamedAsync(), await _files.ListAsync("", Token));
    }

    public void Dispose() => _files.Dispose();

    /// <returns>The number of operations on the storage.</returns>
    private async Task<int> RunAsync(int killedAfter)
    {
        var storage = new ProcessStorage(_files, number => number <= killedAfter ? ValueTask.CompletedTask : throw new IOException("The process was killed."));
        await RunAsync(storage);
        return storage.Operations;
    }

    private Task<JobResult> RunAsync(ICheckpointStorage storage)
    {
        var job = new TriggeredJob(triggerEvery: 2, readSize: 10);
        return Pipeline.From(job.Source<int>(null, [.. Enumerable.Range(0, 60)])).To(_sink)
            .RunAsync(job.Options(storage) with { Restart = RestartStrategy.None, Time = new VirtualTime() }, Token);
    }

    // The pipeline has no state, so its checkpoints have no files.
    private async Task<IEnumerable<string>> FindNamedAsync()
    {
        var head = (await JobLog.ReadAsync(_files, JobLog.HighestOf(await _files.ListAsync("log/", Token)), Token))!;
        return head.Checkpoints.Select(static checkpoint => checkpoint.File).Append(head.Path).Prepend("job.json");
    }

    /// <summary>A storage that can only be read and written.</summary>
    private sealed class Undeletable(ICheckpointStorage files) : ICheckpointStorage
    {
        public string Location => files.Location;

        public Task WriteAsync(string path, Func<Stream, CancellationToken, Task> write, CancellationToken cancellationToken = default) =>
            files.WriteAsync(path, write, cancellationToken);

        public Task<bool> TryCommitAsync(string path, ReadOnlyMemory<byte> content, CancellationToken cancellationToken = default) =>
            files.TryCommitAsync(path, content, cancellationToken);

        public Task<Stream?> TryOpenAsync(string path, CancellationToken cancellationToken = default) => files.TryOpenAsync(path, cancellationToken);

        public Task<IReadOnlyList<string>> ListAsync(string prefix, CancellationToken cancellationToken = default) =>
            files.ListAsync(prefix, cancellationToken);

        public Task DeleteAsync(string path, CancellationToken cancellationToken = default) => throw new CheckpointStorageException("Nothing can be deleted.");

        public void Dispose()
        {
        }
    }
}
