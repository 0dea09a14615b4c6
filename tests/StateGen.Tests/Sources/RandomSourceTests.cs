using FsCheck.Fluent;
using StateGen.Checkpoints;
using StateGen.TestKit;
using StateGen.TestKit.Pipelines;
using StateGen.Tests.Generation;
using StateGen.Tests.Pipelines;

namespace StateGen.Tests.Sources;

/// <summary>
/// Whatever readers do, and whatever a source does with its splits, each record takes effect once: with a failure, and a restart at another parallelism from a
/// checkpoint that was taken somewhere.
/// </summary>
public sealed class RandomSourceTests
{
    [Fact]
    public void Each_record_takes_effect_once_whatever_readers_do() => Check(changes: false);

    [Fact]
    public void Each_record_takes_effect_once_whatever_happens_to_the_splits() => Check(changes: true);

    private static void Check(bool changes) => Arbitraries.Check(
        from seed in Gen.Choose(0, 1_000_000)
        from splits in Gen.Choose(1, 6)
        from first in Gen.Choose(1, 4)
        from second in Gen.Choose(1, 4)
        select (seed, splits, first, second),
        input => Task.Run(() => RunAsync(new RandomSource(input.seed, input.splits, changes), input.first, input.second)).GetAwaiter().GetResult(),
        tests: 60);

    private static async Task<bool> RunAsync(RandomSource random, int first, int second)
    {
        using var storage = new MemoryCheckpointStorage();
        var sink = new ListSink<RunningTotal>();
        try
        {
            await RunAsync(random, storage, sink, first);
        }
        catch (InjectedFailureException)
        {
            random.StopFailing();
            await RunAsync(random, storage, sink, second);
        }

        Readings.AssertExactlyOnce(sink.Committed, random.Events);
        Assert.Equal(0, sink.OpenWriters);
        Assert.All(random.Readers, reader => Assert.True(reader.Disposed.IsCompleted));
        return true;
    }

    private static async Task RunAsync(RandomSource random, MemoryCheckpointStorage storage, ListSink<RunningTotal> sink, int parallelism)
    {
        var time = new VirtualTime();
        var options = new PipelineOptions
        {
            JobId = "job",
            CheckpointTo = CheckpointTarget.ToStorage(storage),
            Parallelism = parallelism,
            BatchSize = 16,
            Time = time,
            CheckpointTimeout = TimeSpan.FromDays(49),
            CancellationGrace = TimeSpan.FromDays(49),
            AttemptOpened = random.Open,
        };
        var running = Pipeline.From(random.Source).WithEventTime(reading => reading.Time, TimeSpan.Zero).WithIdleTimeout(TimeSpan.FromMilliseconds(20))
            .KeyBy(reading => reading.Sensor).Process(() => new RunningTotals()).To(sink).RunAsync(options, TestContext.Current.CancellationToken);
        await InTime.UntilAsync(() => running.IsCompleted, () => time.Advance(TimeSpan.FromMilliseconds(1)));
        await running;
    }
}
