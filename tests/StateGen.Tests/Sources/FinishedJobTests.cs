using StateGen.Checkpoints;
using StateGen.TestKit;
using StateGen.TestKit.Pipelines;
using StateGen.Tests.Pipelines;

namespace StateGen.Tests.Sources;

/// <summary>Where there is a checkpoint, the source is not asked for its splits: a finished job needs its input no more.</summary>
public sealed class FinishedJobTests : IDisposable
{
    private readonly JobSurroundings _surroundings = new();
    private readonly TemporaryDirectory _directory = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _surroundings.Dispose();
        _directory.Dispose();
    }

    [Fact]
    public async Task A_finished_job_says_so_although_its_input_is_gone()
    {
        var path = _directory.Write("in.csv", "a\nb\n");
        Assert.Equal(2, (await RunAsync(path)).Records);
        File.Delete(path);
        var again = await RunAsync(path);
        Assert.Equal((true, 0), (again.AlreadyFinished, again.Records));
        Assert.Equal(["Job job had already finished. Nothing was run: input that was added since is not read by this job."], _surroundings.Log.Of(1002));
    }

    [Fact]
    public async Task A_finished_job_does_not_read_what_was_appended_since()
    {
        var path = _directory.Write("in.csv", "a\nb\n");
        await RunAsync(path);
        _directory.Write("in.csv", "a\nb\nc\n");
        var again = await RunAsync(path);
        Assert.Equal((true, 0), (again.AlreadyFinished, again.Records));
        Assert.Equal(["a", "b"], _surroundings.Sink.Committed.Select(reading => reading.Sensor));
    }

    [Fact]
    public async Task The_splits_are_found_once_and_not_again_after_restarts_and_restores()
    {
        var isFirst = true;
        var source = new ScriptedSource(
            read =>
            {
                if (!isFirst || read.Number == 1)
                    return new(read.Take(5));
                isFirst = false;
                throw new InjectedFailureException("once");
            },
            Readings.Generate(seed: 1, count: 20));
        var options = new PipelineOptions
        {
            JobId = "job",
            CheckpointTo = CheckpointTarget.ToStorage(_surroundings.Storage),
            Restart = RestartStrategy.FixedDelay(1, TimeSpan.Zero),
        };
        var pipeline = Pipeline.From(source).KeyBy(reading => reading.Sensor).Process(() => new RunningTotals()).To(new ListSink<RunningTotal>());
        Assert.Equal(1, (await pipeline.RunAsync(options, Token)).Restarts);
        Assert.True((await pipeline.RunAsync(options, Token)).AlreadyFinished);
        Assert.Equal(1, source.Discoveries);
    }

    [Fact]
    public async Task Two_splits_with_one_id_are_refused()
    {
        using var job = new RunningJob(Pipeline.From(new TwiceSource()), _surroundings);
        var refusal = await Assert.ThrowsAsync<StateGenException>(job.EndAsync);
        Assert.Contains("two splits with the id '0'", refusal.Message, StringComparison.Ordinal);
    }

    private async Task<JobResult> RunAsync(string path)
    {
        using var job = new RunningJob(Pipeline.From(FileSource.Lines(path, static line => new Reading(line, 1, 0))), _surroundings);
        return await job.EndAsync();
    }

    private sealed class TwiceSource : ISource<Reading>
    {
        public string Description => "twice";

        public Task<IReadOnlyList<SplitPosition>> DiscoverSplitsAsync(CancellationToken cancellationToken) =>
            Task.FromResult<IReadOnlyList<SplitPosition>>([ScriptedSource.PositionOf(0), ScriptedSource.PositionOf(0)]);

        public Task<SplitReader<Reading>> OpenAsync(SplitPosition position, CancellationToken cancellationToken) => throw new InvalidOperationException("not opened");
    }
}
