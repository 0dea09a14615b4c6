using StateGen.Checkpoints;
using StateGen.Engine.Jobs;
using StateGen.TestKit.Pipelines;

namespace StateGen.Tests.Pipelines;

/// <summary>The end of input: what fires, what is kept, and what a checkpoint between the end and the final one holds.</summary>
public sealed class EndOfInputTests
{
    private static readonly Reading[] Input = Readings.Generate(seed: 7, count: 200);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task Timers_fire_at_the_end_and_those_registered_meanwhile_do_not(int parallelism)
    {
        var sink = new ListSink<string>();
        await Echoes(new(Input), sink, null).RunAsync(new() { JobId = "job", Parallelism = parallelism }, Token);
        Assert.Equal(Input.Select(reading => reading.Sensor).Distinct().Order(), sink.Committed.Order());
    }

    [Fact]
    public async Task More_output_than_a_batch_holds_passes_at_the_end()
    {
        var readings = Readings.Generate(seed: 8, count: 500, sensors: 300);
        var sink = new ListSink<string>();
        await Echoes(new(readings), sink, null).RunAsync(new() { JobId = "job", BatchSize = 4 }, Token);
        Assert.Equal(readings.Select(reading => reading.Sensor).Distinct().Order(), sink.Committed.Order());
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    [InlineData(2, 3)]
    public async Task A_job_restored_from_between_the_end_of_input_and_its_final_checkpoint_fires_nothing_again(int parallelism, int restoredParallelism)
    {
        using var storage = new MemoryCheckpointStorage();
        var sink = new ListSink<string> { Faults = new Faults().At("prepare", parallelism + 1) };
        JobAttempt? attempt = null;
        var trigger = Task.CompletedTask;
        var options = new PipelineOptions { JobId = "job", Parallelism = parallelism, CheckpointTo = CheckpointTarget.ToStorage(storage), AttemptOpened = opened => attempt = opened };
        var timers = Input.Select(reading => reading.Sensor).Distinct().Count();
        void RequestCheckpoint()
        {
            if (Interlocked.Decrement(ref timers) == 0)
                trigger = attempt!.Coordinator.TriggerAsync(Token);
        }

        await Assert.ThrowsAsync<InjectedFailureException>(() => Echoes(new(Input), sink, RequestCheckpoint).RunAsync(options, Token));
        await trigger;

        var restored = (await CheckpointStore.OpenForReadingAsync(storage, "job", cancellationToken: Token)).FindLatest()!;
        Assert.Equal((1L, false), (restored.CheckpointId, restored.IsFinished));
        var source = new ListSource<Reading>(Input);
        var result = await Echoes(source, sink, null).RunAsync(options with { Parallelism = restoredParallelism }, Token);
        Assert.Equal((0, 0, false), (source.Reads, result.Records, result.AlreadyFinished));
        Assert.Equal(Input.Select(reading => reading.Sensor).Distinct().Order(), sink.Committed.Order());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_second_operator_too_keeps_the_timers_that_are_registered_at_the_end(bool isChained)
    {
        var sink = new ListSink<string>();
        var first = Pipeline.From(new ListSource<Reading>(Input)).WithEventTime(reading => reading.Time, TimeSpan.Zero)
            .KeyBy(reading => reading.Sensor).Process(() => new Echo(onTimer: null));
        var second = isChained ? first.KeepKey().Process(() => new EchoOfEcho()) : first.KeyBy(sensor => sensor).Process(() => new EchoOfEcho());
        await second.To(sink).RunAsync(new() { JobId = "job", Parallelism = 2 }, Token);
        Assert.Equal(Input.Select(reading => reading.Sensor).Distinct().Order(), sink.Committed.Order());
    }

    [Fact]
    public async Task Checkpoints_go_on_while_one_split_is_at_its_end_and_another_is_not()
    {
        using var storage = new MemoryCheckpointStorage();
        var sink = new ListSink<RunningTotal>();
        JobAttempt? attempt = null;
        var taken = new List<long?>();
        var source = new ListSource<Reading>(Input[..10], Input[10..])
        {
            ReadSize = 10,
            BeforeRead = async (split, next, token) =>
            {
                if (split == 1 && next >= 50 && next % 10 == 0)
                    taken.Add(await attempt!.Coordinator.TriggerAsync(token));
            },
        };
        var options = new PipelineOptions { JobId = "job", Parallelism = 2, CheckpointTo = CheckpointTarget.ToStorage(storage), AttemptOpened = opened => attempt = opened };
        await Pipeline.From(source).KeyBy(reading => reading.Sensor).Process(() => new RunningTotals()).To(sink).RunAsync(options, Token);
        Assert.Equal(Enumerable.Range(1, 15).Select(id => (long?)id), taken);
        Readings.AssertExactlyOnce(sink.Committed, Input);
    }

    private static RunnablePipeline Echoes(ListSource<Reading> source, ListSink<string> sink, Action? onTimer) =>
        Pipeline.From(source).WithEventTime(reading => reading.Time, TimeSpan.Zero).KeyBy(reading => reading.Sensor).Process(() => new Echo(onTimer)).To(sink);

    /// <summary>Registers a timer in the far future, and another whenever one fires.</summary>
    private sealed class Echo(Action? onTimer) : TotalOperator<Reading, string>("echo")
    {
        protected override void OnEvent(Reading value, OperatorContext<string> context) => context.Timers.RegisterEventTime(DateTimeOffset.UnixEpoch.AddYears(50));

        protected override void OnTimer(FiredTimer timer, OperatorContext<string> context)
        {
            context.Emit(Key);
            context.Timers.RegisterEventTime(timer.Timestamp.AddDays(1));
            onTimer?.Invoke();
        }
    }

    /// <summary>Does for the output of <see cref="Echo"/> what that does for events.</summary>
    private sealed class EchoOfEcho() : TotalOperator<string, string>("echo-of-echo")
    {
        protected override void OnEvent(string value, OperatorContext<string> context) => context.Timers.RegisterEventTime(DateTimeOffset.UnixEpoch.AddYears(60));

        protected override void OnTimer(FiredTimer timer, OperatorContext<string> context)
        {
            context.Emit(Key);
            context.Timers.RegisterEventTime(timer.Timestamp.AddDays(1));
        }
    }
}
