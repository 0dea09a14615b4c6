using StateGen.Testing;

namespace Guide.Testing;

public class VisitPipelineTests
{
    private static readonly Click[] Clicks =
        [.. Enumerable.Range(0, 20).Select(i => new Click($"user-{i % 3}", $"page-{i % 4}", DateTimeOffset.UnixEpoch.AddMinutes(13 * i)))];

    [Fact]
    public Task Visits_are_the_same_wherever_the_job_fails() => PipelineHarness.VerifyExactlyOnceAsync(
        harness => VisitPipeline.Create(harness.CreateSource(Clicks), harness.CreateSink<Visit>()),
        new() { Parallelism = 2 },
        TestContext.Current.CancellationToken);

    [Fact]
    public async Task A_killed_job_goes_on_from_its_latest_checkpoint()
    {
        var token = TestContext.Current.CancellationToken;
        await using var harness = new PipelineHarness();
        var (clicks, visits) = (harness.CreateSource<Click>(), harness.CreateSink<Visit>());
        var pipeline = VisitPipeline.Create(clicks, visits);

        harness.Start(pipeline);
        clicks.Add(Clicks[..10]);
        await harness.CheckpointAsync(token);
        clicks.Add(Clicks[10..]);
        await harness.KillAsync();
        await harness.RunAsync(pipeline, token);
        Assert.Equal(20, visits.Records.Sum(visit => visit.Clicks));
    }
}
