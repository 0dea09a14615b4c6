using StateGen.Backends;
using StateGen.Checkpoints;
using StateGen.History.Tests.Jobs;
using StateGen.TestKit;

namespace StateGen.History.Tests.Vaults;

/// <summary>A vault with its checkpoints in a directory.</summary>
internal sealed class VaultJob(string directory, IStateBackend backend, int parallelism)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    /// <summary>Goes on from the last checkpoint, if there is one, with a range of numbers, and is stopped when a checkpoint holds all of them.</summary>
    public async Task KeepAsync(int start, int count, CancellationToken cancellationToken)
    {
        var time = new VirtualTime();
        var sink = new CheckpointSink(count);
        VaultEvent[] events = [.. Enumerable.Range(start, count).Select(number => new VaultEvent(VaultModel.AccountOf(number), number))];
        var running = RunAsync(new VaultSource(events, sink.Committed), sink, time, Interval, cancellationToken);
        await Task.WhenAny(sink.Written, running);
        if (running.IsFaulted)
            await running;
        await time.WaitForTimerAsync(Interval, cancellationToken);
        time.Advance(Interval);
        await Assert.ThrowsAsync<JobStoppedException>(() => running);
    }

    /// <summary>Goes on from the last checkpoint with a question about each account, and ends. Gives the answers in ordinal order.</summary>
    public async Task<IReadOnlyList<string>> AskAsync(int count, CancellationToken cancellationToken)
    {
        var answers = new CollectingSink();
        var questions = Enumerable.Range(0, count).Select(VaultModel.AccountOf).Distinct().Select(account => new VaultEvent(account, Number: null));
        var result = await RunAsync(new VaultSource([.. questions], stopped: null), answers, new VirtualTime(), interval: null, cancellationToken);
        Assert.NotNull(result.RestoredCheckpointId);
        return answers.Lines;
    }

    private Task<JobResult> RunAsync(
        ISource<VaultEvent> source, ISink<string> sink, TimeProvider time, TimeSpan? interval, CancellationToken cancellationToken) =>
        Pipeline.From(source).KeyBy(value => value.Account).Process(() => new Vault()).To(sink).RunAsync(
            new()
            {
                JobId = "vault",
                Backend = backend,
                CheckpointTo = Path.Combine(directory, "checkpoints"),
                CheckpointInterval = interval,
                Parallelism = parallelism,
                Time = time,
            },
            cancellationToken);
}

/// <summary>Hands out its events, whatever the position, and then ends, or waits until the job is to stop and stops it.</summary>
internal sealed class VaultSource(VaultEvent[] events, Task? stopped) : ISource<VaultEvent>
{
    public string Description => "numbers";

    public Task<IReadOnlyList<SplitPosition>> DiscoverSplitsAsync(CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<SplitPosition>>([new("numbers", ManifestFields.Empty, MaxEventTimeMilliseconds: null, IsFinished: false)]);

    public Task<SplitReader<VaultEvent>> OpenAsync(SplitPosition position, CancellationToken cancellationToken) =>
        Task.FromResult<SplitReader<VaultEvent>>(new Reader(events, stopped));

    private sealed class Reader(VaultEvent[] events, Task? stopped) : SplitReader<VaultEvent>
    {
        private int _next;

        public override string Description => "numbers";

        public override ManifestFields Position => ManifestFields.Empty;

        public override async ValueTask<SplitRead> ReadAsync(Memory<VaultEvent> target, CancellationToken cancellationToken)
        {
            if (_next < events.Length)
            {
                target.Span[0] = events[_next++];
                return SplitRead.Events(1);
            }

            if (stopped is null)
                return SplitRead.End;
            await stopped.WaitAsync(cancellationToken);
            throw new JobStoppedException();
        }

        public override long OriginOf(int index) => _next;

        public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}

/// <summary>Reports that all lines are written, and that a checkpoint after that is complete. Thread-safe.</summary>
internal sealed class CheckpointSink(int lines) : ISink<string>
{
    private readonly TaskCompletionSource _written = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _committed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _count;

    public string Description => "lines";

    public int Lines => lines;

    public Task Written => _written.Task;

    public Task Committed => _committed.Task;

    public Task<SinkSession<string>> OpenAsync(SinkContext context, CancellationToken cancellationToken) =>
        Task.FromResult<SinkSession<string>>(new Session(this, context.JobId));

    private sealed class Session(CheckpointSink sink, string jobId) : SinkSession<string>
    {
        public override Task RestoreAsync(long checkpointId, IReadOnlyList<Committable> pending, CancellationToken cancellationToken) => Task.CompletedTask;

        public override Task<SinkWriter<string>> OpenWriterAsync(int attempt, int subtask, CancellationToken cancellationToken) =>
            Task.FromResult<SinkWriter<string>>(new Writer(sink, jobId, attempt, subtask));

        public override Task CommitAsync(IReadOnlyList<Committable> parts, CancellationToken cancellationToken)
        {
            sink._committed.TrySetResult();
            return Task.CompletedTask;
        }

        public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }

    private sealed class Writer(CheckpointSink sink, string jobId, int attempt, int subtask) : SinkWriter<string>
    {
        public override ValueTask WriteAsync(ReadOnlyMemory<string> records, CancellationToken cancellationToken)
        {
            if (Interlocked.Add(ref sink._count, records.Length) == sink.Lines)
                sink._written.TrySetResult();
            return ValueTask.CompletedTask;
        }

        // Every checkpoint has something to commit.
        public override ValueTask<IReadOnlyList<Committable>> PrepareAsync(long checkpointId, CancellationToken cancellationToken) =>
            ValueTask.FromResult<IReadOnlyList<Committable>>([new(jobId, attempt, subtask, checkpointId, ManifestFields.Empty)]);

        public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}

internal sealed class JobStoppedException : Exception;
