using StateGen.Checkpoints;
using StateGen.Tests.Pipelines;

namespace StateGen.Tests.Graph;

/// <summary>Pipelines of random shapes against LINQ over the same input.</summary>
public sealed class RandomGraphTests
{
    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 20)];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task The_output_equals_that_of_Linq_at_every_parallelism(int seed)
    {
        foreach (var parallelism in new[] { 1, 2, 4 })
        {
            var job = new TriggeredJob(triggerEvery: 5);
            using var storage = new MemoryCheckpointStorage();
            var graph = new RandomGraph(seed, job);
            await graph.Pipeline.RunAsync(job.Options(storage, parallelism), Token);
            graph.AssertOutput();
        }
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task The_output_is_the_same_after_failures_and_a_restart_at_another_parallelism(int seed)
    {
        var random = new Random(seed);
        var job = new TriggeredJob(triggerEvery: 3);
        using var storage = new MemoryCheckpointStorage();
        var graph = new RandomGraph(seed, job);
        for (var failure = 0; failure < 3; failure++)
            graph.Faults.At("operator", random.Next(1, 400));
        var options = job.Options(storage, random.Next(1, 5)) with { MaxParallelism = 8 };
        await job.StopAfterAsync(checkpoints: random.Next(1, 4), stop => graph.Pipeline.RunAsync(options with { StopRequested = stop }, Token));
        await graph.Pipeline.RunAsync(job.Options(storage, random.Next(1, 5)), Token);
        graph.AssertOutput();
    }
}
