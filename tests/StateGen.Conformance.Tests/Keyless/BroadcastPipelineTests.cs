using StateGen.Backends;
using StateGen.Checkpoints;
using StateGen.Conformance.Tests.Probes;
using StateGen.TestKit.Backends;
using StateGen.TestKit.Pipelines;

namespace StateGen.Conformance.Tests.Keyless;

/// <summary>Operators with a broadcast input in a pipeline.</summary>
public abstract class BroadcastPipelineTests(BackendUnderTest backend) : ConformanceTests(backend)
{
    private static readonly Deposit[] Deposits = [.. Enumerable.Range(0, 400).Select(number => new Deposit(number % 13, number))];

    // The last rate of a currency counts, and a rate of zero removes it.
    private static readonly Rate[] Rates = [.. Enumerable.Range(0, 300).Select(number => new Rate($"c{number % 31}", number % 7))];

    [Theory]
    [InlineData(1, 2)]
    [InlineData(2, 4)]
    [InlineData(4, 1)]
    public async Task Every_subtask_has_the_state_exactly_once_after_failures_and_at_another_parallelism(int before, int after)
    {
        using var storage = new MemoryCheckpointStorage();
        var sink = new ListSink<string>();
        var faults = new Faults().At("read", 25).At("broadcast", 90).At("event", 170);
        var pipeline = Pipeline(Deposits, Rates, sink, faults);
        var options = JobOptions(storage, before) with { MaxParallelism = 8 };
        await Assert.ThrowsAnyAsync<Exception>(() => pipeline.RunAsync(options, Cancellation));
        // Several faults may meet one run.
        await Record.ExceptionAsync(() => pipeline.RunAsync(options with { Parallelism = after, Backend = Options().Backend }, Cancellation));
        await pipeline.RunAsync(options with { Parallelism = after, Backend = Options().Backend, Restart = RestartStrategy.FixedDelay(1, TimeSpan.Zero) }, Cancellation);
        Assert.Equal(Expected(Rates), sink.Committed.Order(StringComparer.Ordinal));
        Assert.Equal(3, faults.Thrown);
    }

    [Fact]
    public async Task A_checkpoint_has_the_state_once_and_its_version_says_so()
    {
        using var storage = new MemoryCheckpointStorage();
        await Pipeline(Deposits, Rates, new ListSink<string>()).RunAsync(JobOptions(storage, 3), Cancellation);
        var manifest = (await CheckpointStore.OpenForReadingAsync(storage, "rates", cancellationToken: Cancellation)).FindLatest()!;
        Assert.Equal((2, 3), (manifest.FormatVersion, manifest.Operators[0].Subtasks.Length));
        Assert.Equal([0], manifest.Operators[0].Subtasks.Where(subtask => subtask.Broadcast is not null).Select(subtask => subtask.Index));
        var file = manifest.Operators[0].Broadcast!;
        Assert.Equal("broadcast", file.Name);
        Assert.Single(manifest.Files, stored => stored.Path == file.Path);
        Assert.DoesNotContain(manifest.Operators[0].Subtasks.SelectMany(subtask => subtask.Files), other => other.Path == file.Path);
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
            await Pipeline(Deposits, Rates, new ListSink<string>()).RunAsync(JobOptions(storage, 2) with { Backend = stored, CheckpointInterval = TimeSpan.FromHours(1) }, Cancellation);
            var store = await CheckpointStore.OpenForReadingAsync(storage, "rates", cancellationToken: Cancellation);
            await using var file = await store.OpenFileAsync(store.FindLatest()!.Operators[0].Broadcast!.Path, Cancellation);
            using var content = new MemoryStream();
            await file.CopyToAsync(content, Cancellation);
            return content.ToArray();
        }
    }

    [Fact]
    public async Task A_broadcast_event_that_is_skipped_is_one_dead_letter()
    {
        using var storage = new MemoryCheckpointStorage();
        var (sink, letters) = (new ListSink<string>(), new ListSink<DeadLetter>());
        Rate[] rates = [.. Rates.Take(100), new("c1", -5), .. Rates.Skip(100).Take(20), new("c500", -7), .. Rates.Skip(120)];
        await Pipeline(Deposits, rates, sink).WithDeadLetters(letters).RunAsync(JobOptions(storage, 4) with { ErrorPolicy = ErrorPolicy.Skip }, Cancellation);
        Assert.Equal(Expected(Rates), sink.Committed.Order(StringComparer.Ordinal));
        Assert.Equal([new("c1", -5), new("c500", -7)], letters.Committed.Select(letter => (Rate)letter.Event!).OrderByDescending(rate => rate.Value));
        Assert.All(letters.Committed, letter => Assert.Equal(("converted", null), (letter.Stage, letter.Key)));
        Assert.Equal(["list-0:101", "list-0:122"], letters.Committed.Select(letter => letter.Position).Order(StringComparer.Ordinal));
    }

    private static IEnumerable<string> Expected(IEnumerable<Rate> rates)
    {
        var last = rates.GroupBy(rate => rate.Currency).Select(group => KeyValuePair.Create(group.Key, group.Last().Value)).Where(rate => rate.Value != 0).ToArray();
        return Deposits.GroupBy(deposit => deposit.Account)
            .Select(group => Converted.Describe(group.Key, group.Count(), group.Sum(deposit => (long)deposit.Amount), last)).Order(StringComparer.Ordinal);
    }

    private PipelineOptions JobOptions(ICheckpointStorage storage, int parallelism) => new()
    {
        JobId = "rates",
        Backend = Options().Backend,
        CheckpointTo = CheckpointTarget.ToStorage(storage),
        CheckpointInterval = TimeSpan.FromMilliseconds(1),
        Parallelism = parallelism,
    };

    private static RunnablePipeline Pipeline(IReadOnlyList<Deposit> deposits, IReadOnlyList<Rate> rates, ISink<string> sink, Faults? faults = null)
    {
        var broadcast = StateGen.Pipeline.From(new ListSource<Rate>(rates) { ReadSize = 16, Faults = faults }, "rates").WithEventTime(_ => DateTimeOffset.UnixEpoch, TimeSpan.Zero);
        return StateGen.Pipeline.From(new ListSource<Deposit>(deposits) { ReadSize = 16, Faults = faults }, "deposits").WithEventTime(_ => DateTimeOffset.UnixEpoch, TimeSpan.Zero)
            .KeyBy(deposit => deposit.Account).Connect(broadcast.Broadcast()).Process(() => new Converted(faults)).To(sink);
    }
}
