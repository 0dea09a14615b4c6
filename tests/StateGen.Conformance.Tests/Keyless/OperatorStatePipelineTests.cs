using StateGen.Backends;
using StateGen.Checkpoints;
using StateGen.Conformance.Tests.Probes;
using StateGen.TestKit.Backends;
using StateGen.TestKit.Pipelines;

namespace StateGen.Conformance.Tests.Keyless;

/// <summary>Operators with operator state in a pipeline, one of them chained to the other.</summary>
public abstract class OperatorStatePipelineTests(BackendUnderTest backend) : ConformanceTests(backend)
{
    private static readonly Entry[] Entries = [.. Enumerable.Range(0, 500).Select(number => new Entry(Entry.Input, number % 101, number))];

    [Theory]
    [InlineData(1, 2)]
    [InlineData(2, 4)]
    [InlineData(3, 3)]
    [InlineData(4, 1)]
    public async Task Every_number_is_kept_exactly_once_after_failures_and_at_another_parallelism(int before, int after)
    {
        using var storage = new MemoryCheckpointStorage();
        var sink = new ListSink<Entry>();
        var faults = new Faults().At("first", 90).At("second", 200).At("first", 470);
        var pipeline = Pipeline(sink, faults);
        var options = JobOptions(storage, before);
        await Assert.ThrowsAnyAsync<Exception>(() => pipeline.RunAsync(options, Cancellation));
        await Assert.ThrowsAnyAsync<Exception>(() => pipeline.RunAsync(options with { Parallelism = after, Backend = Options().Backend }, Cancellation));
        await pipeline.RunAsync(options with { Parallelism = after, Backend = Options().Backend, Restart = RestartStrategy.FixedDelay(1, TimeSpan.Zero) }, Cancellation);
        Assert.Equal(3, faults.Thrown);
        foreach (var name in new[] { "first", "second" })
        {
            Assert.Equal(Enumerable.Range(0, Entries.Length).Select(number => (long)number), Found(sink, $"{name} number").Order());
            Assert.Equal(Entries.Length, Found(sink, $"{name} count").Sum());
            Assert.Equal(Entries.Length, Found(sink, $"{name} keyed").Sum());
        }
    }

    [Fact]
    public async Task A_checkpoint_has_a_file_of_each_subtask_and_its_version_says_so()
    {
        using var storage = new MemoryCheckpointStorage();
        await Pipeline(new ListSink<Entry>()).RunAsync(JobOptions(storage, 3), Cancellation);
        var manifest = (await CheckpointStore.OpenForReadingAsync(storage, "ledgers", cancellationToken: Cancellation)).FindLatest()!;
        Assert.Equal((3, 2), (manifest.FormatVersion, manifest.Operators.Length));
        foreach (var subtask in manifest.Operators.SelectMany(snapshot => snapshot.Subtasks))
        {
            var file = subtask.OperatorState!;
            Assert.Equal("operator-state", file.Name);
            Assert.Single(manifest.Files, stored => stored.Path == file.Path);
            Assert.DoesNotContain(subtask.Files, other => other.Path == file.Path);
        }
    }

    [Fact]
    public async Task The_file_is_that_of_the_memory_backend()
    {
        var (own, memory) = (await ReadFileAsync(Options().Backend), await ReadFileAsync(MemoryBackend.Default));
        Assert.NotEmpty(own);
        Assert.Equal(memory, own);

        async Task<byte[]> ReadFileAsync(IStateBackend stored)
        {
            using var storage = new MemoryCheckpointStorage();
            await Pipeline(new ListSink<Entry>()).RunAsync(JobOptions(storage, 1) with { Backend = stored }, Cancellation);
            var store = await CheckpointStore.OpenForReadingAsync(storage, "ledgers", cancellationToken: Cancellation);
            await using var file = await store.OpenFileAsync(store.FindLatest()!.Operators[0].Subtasks[0].OperatorState!.Path, Cancellation);
            using var content = new MemoryStream();
            await file.CopyToAsync(content, Cancellation);
            return content.ToArray();
        }
    }

    private static IEnumerable<long> Found(ListSink<Entry> sink, string name) =>
        sink.Committed.Where(entry => entry.Name == name).Select(entry => entry.Number);

    private PipelineOptions JobOptions(ICheckpointStorage storage, int parallelism) => new()
    {
        JobId = "ledgers",
        Backend = Options().Backend,
        CheckpointTo = CheckpointTarget.ToStorage(storage),
        CheckpointInterval = TimeSpan.FromMilliseconds(1),
        Parallelism = parallelism,
        MaxParallelism = 8,
    };

    private static RunnablePipeline Pipeline(ISink<Entry> sink, Faults? faults = null) =>
        StateGen.Pipeline.From(new ListSource<Entry>(Entries) { ReadSize = 16, Faults = faults }, "entries").WithEventTime(_ => DateTimeOffset.UnixEpoch, TimeSpan.Zero)
            .KeyBy(entry => entry.Key).Process(() => new Ledger("first", faults), id: "first")
            .KeepKey().Process(() => new Ledger("second", faults), id: "second").To(sink);
}
