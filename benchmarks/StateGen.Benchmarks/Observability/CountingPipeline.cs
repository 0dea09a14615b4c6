using StateGen.Benchmarks.Memory;
using StateGen.Checkpoints;

namespace StateGen.Benchmarks.Observability;

/// <summary>A pipeline of a source in memory, an exchange, three value states and a sink that drops everything.</summary>
internal sealed class CountingPipeline
{
    public const int RecordCount = 1 << 21;

    private const int KeyCount = 100_000;

    private readonly RunnablePipeline _pipeline = Pipeline.From(new NumberSource())
        .KeyBy(static number => number * 0x5851F42D4C957F2D % KeyCount)
        .Process(static () => new GeneratedCounters())
        .To(new NullSink());

    /// <summary>Runs the pipeline to its end.</summary>
    public void Run() => _pipeline.RunAsync(new() { JobId = "counting" }).GetAwaiter().GetResult();

    private sealed class NumberSource : ISource<long>
    {
        public string Description => "numbers";

        public Task<IReadOnlyList<SplitPosition>> DiscoverSplitsAsync(CancellationToken cancellationToken) =>
            Task.FromResult<IReadOnlyList<SplitPosition>>([new("numbers", ManifestFields.Empty, null, false)]);

        public Task<SplitReader<long>> OpenAsync(SplitPosition position, CancellationToken cancellationToken) =>
            Task.FromResult<SplitReader<long>>(new NumberReader());
    }

    private sealed class NumberReader : SplitReader<long>
    {
        private int _next;

        public override string Description => "numbers";

        public override ManifestFields Position => ManifestFields.Empty;

        public override ValueTask<SplitRead> ReadAsync(Memory<long> events, CancellationToken cancellationToken)
        {
            var count = Math.Min(events.Length, RecordCount - _next);
            var span = events.Span[..count];
            for (var index = 0; index < span.Length; index++)
                span[index] = _next++;
            return ValueTask.FromResult(count == 0 ? SplitRead.End : SplitRead.Events(count));
        }

        public override long OriginOf(int index) => index;

        public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }

    private sealed class NullSink : ISink<long>
    {
        public string Description => "nothing";

        public Task<SinkSession<long>> OpenAsync(SinkContext context, CancellationToken cancellationToken) =>
            Task.FromResult<SinkSession<long>>(new NullSession());
    }

    private sealed class NullSession : SinkSession<long>
    {
        public override Task RestoreAsync(long checkpointId, IReadOnlyList<Committable> pending, CancellationToken cancellationToken) => Task.CompletedTask;

        public override Task<SinkWriter<long>> OpenWriterAsync(int attempt, int subtask, CancellationToken cancellationToken) =>
            Task.FromResult<SinkWriter<long>>(new NullWriter());

        public override Task CommitAsync(IReadOnlyList<Committable> parts, CancellationToken cancellationToken) => Task.CompletedTask;

        public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }

    private sealed class NullWriter : SinkWriter<long>
    {
        public override ValueTask WriteAsync(ReadOnlyMemory<long> records, CancellationToken cancellationToken) => ValueTask.CompletedTask;

        public override ValueTask<IReadOnlyList<Committable>> PrepareAsync(long checkpointId, CancellationToken cancellationToken) =>
            ValueTask.FromResult<IReadOnlyList<Committable>>([]);

        public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
