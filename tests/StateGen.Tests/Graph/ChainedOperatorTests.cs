using StateGen.Checkpoints;
using StateGen.TestKit.Backends;
using StateGen.TestKit.Pipelines;
using StateGen.Tests.Pipelines;

namespace StateGen.Tests.Graph;

/// <summary>Operators that are chained without an exchange, against the same operators with one.</summary>
public sealed class ChainedOperatorTests
{
    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 20)];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task The_output_is_that_of_a_pipeline_with_exchanges_at_every_parallelism(int seed)
    {
        var tree = new RandomTree(seed);
        var expected = await ExchangedAsync(tree);
        foreach (var parallelism in new[] { 1, 2, 4 })
        {
            var job = new TriggeredJob(triggerEvery: 3, readSize: 11);
            using var storage = new MemoryCheckpointStorage();
            var output = new TreeOutput();
            await tree.Build(job, _ => true, output).RunAsync(Options(job, tree, storage, parallelism), Token);
            output.AssertEqual(expected);
        }
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task The_output_is_the_same_after_failures_and_restores_with_and_without_exchanges(int seed)
    {
        using var backend = new MemoryUnderTest();
        await RunAndRestoreAsync(seed, backend);
    }

    [Theory]
    [InlineData(21)]
    [InlineData(22)]
    [InlineData(23)]
    public async Task The_output_is_the_same_on_a_backend_on_disk(int seed)
    {
        using var backend = new RocksDbUnderTest();
        await RunAndRestoreAsync(seed, backend);
    }

    private static async Task RunAndRestoreAsync(int seed, BackendUnderTest backend)
    {
        var tree = new RandomTree(seed);
        var random = new Random(seed);
        var expected = await ExchangedAsync(tree);
        var job = new TriggeredJob(triggerEvery: 3, readSize: 11);
        using var storage = new MemoryCheckpointStorage();
        var output = new TreeOutput();
        var place = tree.Skips ? "read" : "operator";
        var faults = new Faults().At(place, random.Next(1, 20)).At(place, random.Next(20, 100)).At(place, random.Next(100, 300));
        foreach (var isChained in new Func<int, bool>[] { _ => true, _ => false, index => index % 2 == 1, _ => true })
        {
            var options = Options(job, tree, storage, random.Next(1, 5)) with { Backend = backend.Create(), MaxParallelism = 8 };
            await RunUntilAsync(tree.Build(job, isChained, output, faults), options, job, checkpoints: random.Next(1, 4));
        }

        await tree.Build(job, _ => true, output, faults)
            .RunAsync(Options(job, tree, storage, random.Next(1, 5)) with { Backend = backend.Create() }, Token);
        output.AssertEqual(expected);
    }

    private static async Task<TreeOutput> ExchangedAsync(RandomTree tree)
    {
        TestContext.Current.TestOutputHelper?.WriteLine(tree.ToString());
        var output = new TreeOutput();
        var job = new TriggeredJob(triggerEvery: int.MaxValue);
        await tree.Build(job, _ => false, output).RunAsync(Options(job, tree, new MemoryCheckpointStorage(), 1), Token);
        Assert.NotEmpty(output["0"].Committed);
        return output;
    }

    private static PipelineOptions Options(TriggeredJob job, RandomTree tree, ICheckpointStorage storage, int parallelism) =>
        job.Options(storage, parallelism) with { BatchSize = 16, ErrorPolicy = tree.Skips ? ErrorPolicy.Skip : ErrorPolicy.Fail };

    // Stops the run gracefully once it has taken some checkpoints, or lets it finish if it takes fewer.
    private static async Task RunUntilAsync(RunnablePipeline pipeline, PipelineOptions options, TriggeredJob job, int checkpoints)
    {
        using var stop = new CancellationTokenSource();
        job.Triggering = () =>
        {
            if (Interlocked.Decrement(ref checkpoints) == 0)
                stop.Cancel();
        };
        // A failure may come while the job stops.
        var failure = await Record.ExceptionAsync(() => pipeline.RunAsync(options with { StopRequested = stop.Token }, Token));
        Assert.True(failure is null or JobStopException, $"{failure}");
        job.Triggering = null;
    }
}
