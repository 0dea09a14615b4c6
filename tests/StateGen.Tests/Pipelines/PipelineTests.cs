using StateGen.Checkpoints;
using StateGen.TestKit.Pipelines;

namespace StateGen.Tests.Pipelines;

public sealed class PipelineTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static readonly Reading[] Input = Readings.Generate(seed: 1, count: 2_000);

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 1)]
    [InlineData(4, 1)]
    [InlineData(1, 4)]
    [InlineData(2, 4)]
    [InlineData(4, 4)]
    public async Task Every_record_takes_effect_once(int parallelism, int splits)
    {
        var sink = new ListSink<RunningTotal>();
        var result = await RunningTotalsOf(Input.Split(splits)).To(sink).RunAsync(new() { JobId = "totals", Parallelism = parallelism }, Token);
        Readings.AssertExactlyOnce(sink.Committed, Input);
        Assert.Equal((Input.Length, 0, false), (result.Records, result.Restarts, result.AlreadyFinished));
        Assert.Equal((0, 0), (sink.OpenWriters, sink.PreparedCount));
    }

    [Fact]
    public async Task A_finished_job_is_not_run_again()
    {
        using var storage = new MemoryCheckpointStorage();
        var sink = new ListSink<RunningTotal>();
        var options = new PipelineOptions { JobId = "totals", CheckpointTo = CheckpointTarget.ToStorage(storage) };
        await RunningTotalsOf(Input).To(sink).RunAsync(options, Token);
        var before = sink.Committed;
        var source = new ListSource<Reading>(Input);
        var again = await Pipeline.From(source).KeyBy(reading => reading.Sensor).Process(() => new RunningTotals()).To(sink).RunAsync(options, Token);
        Assert.True(again.AlreadyFinished);
        Assert.Equal((0, 0), (again.Records, source.Reads));
        Assert.Equal(before, sink.Committed);
    }

    private static EventStream<RunningTotal> RunningTotalsOf(params IReadOnlyList<Reading>[] splits) =>
        Pipeline.From(new ListSource<Reading>(splits)).KeyBy(reading => reading.Sensor).Process(() => new RunningTotals());
}
