using StateGen.Checkpoints;
using StateGen.Contracts;
using StateGen.Tests.Sources;

namespace StateGen.Tests.Connectors.Guide;

public sealed class FeedSourceTests : SourceContract<string>
{
    private readonly Feed _feed = new();

    [Fact]
    public Task The_source_keeps_the_contract() => VerifyAsync(TestContext.Current.CancellationToken);

    protected override ISource<string> CreateSource() => new FeedSource(_feed);
}

public sealed class BlobSinkTests : SinkContract<string>
{
    private readonly BlobStore _store = new();

    [Fact]
    public Task The_sink_keeps_the_contract() => VerifyAsync(TestContext.Current.CancellationToken);

    protected override ISink<string> CreateSink() => new BlobSink(_store);

    protected override string CreateRecord(int number) => $"record {number}";

    protected override ValueTask<IReadOnlyList<string>> ReadVisibleAsync(CancellationToken cancellationToken) => new(_store.ReadLines("output/"));
}

/// <summary>The example of the guide in a job.</summary>
public sealed class GuideTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Each_event_of_the_feed_is_in_the_blobs_once_after_failures(int parallelism)
    {
        var store = new BlobStore();
        var result = await new InterruptedRun(4, 9).RunAsync(new FeedSource(new Feed()), new BlobSink(store), parallelism).InTimeAsync();
        Assert.InRange(result.Restarts, 1, 2); // several subtasks may fail in one attempt
        Assert.Equal(Feed.All.Order(StringComparer.Ordinal), store.ReadLines("output/").Order(StringComparer.Ordinal));
        Assert.Empty(store.ReadLines("staged/"));
    }
}

/// <summary>A job whose first attempt fails.</summary>
public sealed class FailingJobTests
{
    [Fact]
    public async Task Each_event_is_processed_once_although_the_first_attempt_fails()
    {
        using var storage = new MemoryCheckpointStorage();
        var sink = new CollectionSink<long>();
        var hasFailed = false;
        var source = Source.Generate(number => number == 50 && !hasFailed ? Fail() : number, count: 100);

        await Pipeline.From(source).To(sink).RunAsync(
            new PipelineOptions
            {
                JobId = "numbers",
                CheckpointTo = CheckpointTarget.ToStorage(storage),
                Restart = RestartStrategy.FixedDelay(1, TimeSpan.Zero),
            },
            TestContext.Current.CancellationToken);

        Assert.Equal(Enumerable.Range(0, 100).Select(number => (long)number), sink.Records);

        long Fail()
        {
            hasFailed = true;
            throw new IOException("The first attempt fails.");
        }
    }
}

/// <summary>A feed in memory with two closed partitions.</summary>
internal sealed class Feed : IFeed
{
    private static readonly string[] Partitions = ["north", "south"];

    public static IEnumerable<string> All => Partitions.SelectMany(EventsOf);

    public Task<IReadOnlyList<string>> ListPartitionsAsync(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<string>>(Partitions);

    public Task<FeedPage> ReadAsync(string partition, long offset, int most, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var events = EventsOf(partition).Skip((int)offset).Take(most).ToArray();
        return Task.FromResult(new FeedPage(events, IsClosed: true));
    }

    private static IEnumerable<string> EventsOf(string partition) => Enumerable.Range(0, 50).Select(number => $"{partition} {number}");
}

/// <summary>Blobs in memory. Thread-safe.</summary>
internal sealed class BlobStore : IBlobStore
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, string> _blobs = new(StringComparer.Ordinal);

    public IReadOnlyList<string> ReadLines(string prefix)
    {
        lock (_gate)
            return [.. Names(prefix).SelectMany(name => _blobs[name].Split('\n', StringSplitOptions.RemoveEmptyEntries))];
    }

    public Task<bool> TryCreateAsync(string name, string content, CancellationToken cancellationToken)
    {
        lock (_gate)
            return Task.FromResult(_blobs.TryAdd(name, content));
    }

    public Task<bool> TryMoveAsync(string from, string to, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (!_blobs.Remove(from, out var content))
                return Task.FromResult(false);
            _blobs.Add(to, content);
            return Task.FromResult(true);
        }
    }

    public Task<IReadOnlyList<string>> ListAsync(string prefix, CancellationToken cancellationToken)
    {
        lock (_gate)
            return Task.FromResult<IReadOnlyList<string>>(Names(prefix));
    }

    public Task DeleteAsync(string name, CancellationToken cancellationToken)
    {
        lock (_gate)
            _blobs.Remove(name);
        return Task.CompletedTask;
    }

    private string[] Names(string prefix) => [.. _blobs.Keys.Where(name => name.StartsWith(prefix, StringComparison.Ordinal))];
}
