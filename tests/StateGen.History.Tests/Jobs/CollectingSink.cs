using System.Collections.Concurrent;
using StateGen.Checkpoints;

namespace StateGen.History.Tests.Jobs;

/// <summary>Stands in for the sink of a restored job: keeps the lines in memory, and leaves the files of the job alone.</summary>
internal sealed class CollectingSink : ISink<string>
{
    private readonly ConcurrentBag<string> _lines = [];

    public string Description => "memory";

    /// <summary>The lines in ordinal order.</summary>
    public IReadOnlyList<string> Lines => [.. _lines.Order(StringComparer.Ordinal)];

    public Task<SinkSession<string>> OpenAsync(SinkContext context, CancellationToken cancellationToken) =>
        Task.FromResult<SinkSession<string>>(new Session(this));

    private sealed class Session(CollectingSink sink) : SinkSession<string>
    {
        public override Task RestoreAsync(long checkpointId, IReadOnlyList<Committable> pending, CancellationToken cancellationToken) => Task.CompletedTask;

        public override Task<SinkWriter<string>> OpenWriterAsync(int attempt, int subtask, CancellationToken cancellationToken) =>
            Task.FromResult<SinkWriter<string>>(new Writer(sink));

        public override Task CommitAsync(IReadOnlyList<Committable> parts, CancellationToken cancellationToken) => Task.CompletedTask;

        public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }

    private sealed class Writer(CollectingSink sink) : SinkWriter<string>
    {
        public override ValueTask WriteAsync(ReadOnlyMemory<string> records, CancellationToken cancellationToken)
        {
            foreach (var line in records.Span)
                sink._lines.Add(line);
            return ValueTask.CompletedTask;
        }

        public override ValueTask<IReadOnlyList<Committable>> PrepareAsync(long checkpointId, CancellationToken cancellationToken) =>
            ValueTask.FromResult<IReadOnlyList<Committable>>([]);

        public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
