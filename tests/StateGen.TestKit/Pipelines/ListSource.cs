using StateGen.Checkpoints;

namespace StateGen.TestKit.Pipelines;

/// <summary>A replayable source over lists, one per split.</summary>
internal sealed class ListSource<T>(params IReadOnlyList<T>[] splits) : ISource<T>
{
    public string Description => "list";

    /// <summary>The most events that one read returns. There is also a read at each multiple of it, however few events the engine wants at once.</summary>
    public int ReadSize { get; init; } = int.MaxValue;

    public Faults? Faults { get; init; }

    /// <summary>Awaited before each read, with the split and the number of events that it has returned.</summary>
    public Func<int, int, CancellationToken, ValueTask>? BeforeRead { get; init; }

    public int OpenReaders;

    public int Reads;

    public Task<IReadOnlyList<SplitPosition>> DiscoverSplitsAsync(CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<SplitPosition>>([.. splits.Select((_, index) => new SplitPosition($"{index}", ManifestFields.Empty.With("next", 0), null, false))]);

    public Task<SplitReader<T>> OpenAsync(SplitPosition position, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref OpenReaders);
        return Task.FromResult<SplitReader<T>>(new Reader(this, int.Parse(position.Id), (int)position.Fields.GetInt64("next")));
    }

    private sealed class Reader(ListSource<T> source, int split, int next) : SplitReader<T>
    {
        private readonly IReadOnlyList<T> _events = source.Splits[split];
        private int _readFrom;
        private int _next = next;

        public override string Description => $"list-{split}";

        public override ManifestFields Position => ManifestFields.Empty.With("next", _next);

        public override async ValueTask<SplitRead> ReadAsync(Memory<T> events, CancellationToken cancellationToken)
        {
            if (source.BeforeRead is not null)
                await source.BeforeRead(split, _next, cancellationToken);
            Interlocked.Increment(ref source.Reads);
            source.Faults?.Pass("read");
            var count = Math.Min(Math.Min(events.Length, source.ReadSize - (_next % source.ReadSize)), _events.Count - _next);
            for (var i = 0; i < count; i++)
                events.Span[i] = _events[_next + i];
            _readFrom = _next;
            _next += count;
            return count == 0 ? SplitRead.End : SplitRead.Events(count);
        }

        public override long OriginOf(int index) => _readFrom + index + 1;

        public override ValueTask DisposeAsync()
        {
            Interlocked.Decrement(ref source.OpenReaders);
            return ValueTask.CompletedTask;
        }
    }

    /// <summary>The events of the first split.</summary>
    public IReadOnlyList<T> Events => splits[0];

    private IReadOnlyList<T>[] Splits => splits;
}
