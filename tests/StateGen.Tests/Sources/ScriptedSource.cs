using System.Collections.Concurrent;
using StateGen.Checkpoints;
using StateGen.Tests.Pipelines;

namespace StateGen.Tests.Sources;

/// <summary>A source over lists, one per split, whose reads a test describes. Splits have the ids "0", "1" and so on. Thread-safe.</summary>
internal class ScriptedSource(Func<ScriptedRead, ValueTask<SplitRead>> read, params IReadOnlyList<Reading>[] splits) : ISource<Reading>
{
    private readonly ConcurrentQueue<ScriptedReader> _readers = new();

    /// <summary>The splits that are found first; all if it is not set.</summary>
    public Range Found { get; init; } = Range.All;

    /// <summary>Awaited in each opening, with the split.</summary>
    public Func<int, CancellationToken, Task>? Opening { get; init; }

    public string Description => "script";

    public int Discoveries { get; private set; }

    public IReadOnlyList<ScriptedReader> Readers => [.. _readers];

    /// <summary>The ids of the splits that were opened, in order.</summary>
    public IEnumerable<string> Opened => _readers.Select(reader => reader.Id);

    public static SplitPosition PositionOf(int split, int next = 0) => new($"{split}", ManifestFields.Empty.With("next", next), null, false);

    public Task<IReadOnlyList<SplitPosition>> DiscoverSplitsAsync(CancellationToken cancellationToken)
    {
        Discoveries++;
        return Task.FromResult<IReadOnlyList<SplitPosition>>(Enumerable.Range(0, splits.Length).Select(split => PositionOf(split)).ToArray()[Found]);
    }

    public async Task<SplitReader<Reading>> OpenAsync(SplitPosition position, CancellationToken cancellationToken)
    {
        var split = int.Parse(position.Id);
        if (Opening is not null)
            await Opening(split, cancellationToken);
        var reader = new ScriptedReader(read, split, splits[split], (int)position.Fields.GetInt64("next"));
        _readers.Enqueue(reader);
        return reader;
    }
}

/// <summary>A scripted source whose splits change while the job runs, as a test describes.</summary>
internal sealed class ChangingSource(
    Func<IReadOnlyList<SplitPosition>, CancellationToken, IAsyncEnumerable<SplitChange>> watch,
    Func<ScriptedRead, ValueTask<SplitRead>> read,
    params IReadOnlyList<Reading>[] splits) : ScriptedSource(read, splits), IDynamicSource<Reading>
{
    public IAsyncEnumerable<SplitChange> WatchSplitsAsync(IReadOnlyList<SplitPosition> known, CancellationToken cancellationToken) =>
        watch(known, cancellationToken);
}

/// <summary>Reads one split as the script says, and checks that its owner keeps to the contract.</summary>
internal sealed class ScriptedReader(Func<ScriptedRead, ValueTask<SplitRead>> read, int split, IReadOnlyList<Reading> events, int next) : SplitReader<Reading>
{
    private readonly TaskCompletionSource _disposed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _inUse;
    private int _firstOfRead;
    private int _next = next;

    public override string Description => $"script-{split}";

    public string Id => $"{split}";

    public int Reads { get; private set; }

    public Task Disposed => _disposed.Task;

    public override ManifestFields Position => ManifestFields.Empty.With("next", RequireUnused(_next));

    public override async ValueTask<SplitRead> ReadAsync(Memory<Reading> buffer, CancellationToken cancellationToken)
    {
        Assert.Equal(0, Interlocked.Exchange(ref _inUse, 1));
        Assert.False(_disposed.Task.IsCompleted, "a disposed reader is read");
        Reads++;
        try
        {
            var step = new ScriptedRead(split, Reads, _next, events, buffer, cancellationToken);
            var result = await read(step);
            _firstOfRead = _next;
            _next += result.Count;
            return result;
        }
        finally
        {
            Volatile.Write(ref _inUse, 0);
        }
    }

    public override long OriginOf(int index) => RequireUnused(_firstOfRead) + index + 1;

    public override ValueTask DisposeAsync()
    {
        RequireUnused(0);
        _disposed.SetResult();
        return ValueTask.CompletedTask;
    }

    private int RequireUnused(int value)
    {
        Assert.Equal(0, Volatile.Read(ref _inUse));
        return value;
    }
}

/// <summary>One read of a split.</summary>
/// <param name="Split">The split.</param>
/// <param name="Number">The number of the read of its reader, from 1.</param>
/// <param name="Next">The index of the next event.</param>
/// <param name="Events">All events of the split.</param>
/// <param name="Buffer">The buffer.</param>
/// <param name="Token">The token of the read.</param>
internal sealed record ScriptedRead(int Split, int Number, int Next, IReadOnlyList<Reading> Events, Memory<Reading> Buffer, CancellationToken Token)
{
    /// <summary>Returns the next events, or the end.</summary>
    public SplitRead Take(int most = int.MaxValue)
    {
        var count = Math.Min(Math.Min(most, Buffer.Length), Events.Count - Next);
        for (var index = 0; index < count; index++)
            Buffer.Span[index] = Events[Next + index];
        return count == 0 ? SplitRead.End : SplitRead.Events(count);
    }
}
