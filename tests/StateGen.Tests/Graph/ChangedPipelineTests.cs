using System.Runtime.CompilerServices;
using StateGen.Checkpoints;
using StateGen.TestKit.Pipelines;
using StateGen.Tests.Pipelines;
using StateGen.Tests.Sources;

namespace StateGen.Tests.Graph;

/// <summary>Jobs that are stopped and go on with another pipeline.</summary>
public sealed class ChangedPipelineTests : IDisposable
{
    private static readonly Reading[] Input = Readings.Generate(seed: 11, count: 100);

    private readonly CancellationTokenSource _stop = new();
    private readonly MemoryCheckpointStorage _storage = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _stop.Dispose();
        _storage.Dispose();
    }

    [Fact]
    public async Task An_operator_whose_input_had_ended_fires_timers_for_a_source_that_was_added()
    {
        Reading[] early = [new("a", 1, 1000), new("a", 2, 2000)];
        Reading[] late = [new("c", 1, 500_000), new("c", 2, 900_000)];
        var (windows, copy) = (new ListSink<WindowTotal> { Written = _ => _stop.Cancel() }, new ListSink<Reading>());
        RunnablePipeline Windows(EventStream<Reading> stream) => stream.KeyBy(WindowTotals.KeyOf).Process(() => new WindowTotals()).To(windows, "windows");
        var first = Pipeline.Combine(Windows(Timed(new ListSource<Reading>(early), "early")), Pipeline.From(Waiting(), "copied").To(copy, "copy"));
        Assert.True((await first.RunAsync(StoppingOptions(), Token)).IsStopped);
        var both = Timed(new ListSource<Reading>(early), "early").Union(Timed(new ListSource<Reading>(late), "late"));
        await Pipeline.Combine(Windows(both), Pipeline.From(new ListSource<Reading>(Input[..0]), "copied").To(copy, "copy")).RunAsync(Options(), Token);
        Assert.Equal(Readings.Windows([.. early, .. late]), windows.Committed.Sorted());
    }

    [Fact]
    public async Task An_operator_whose_input_had_ended_fires_timers_for_a_split_that_was_added()
    {
        Reading[] early = [new("a", 1, 1000), new("a", 2, 2000)];
        Reading[] late = [new("c", 1, 500_000), new("c", 2, 900_000)];
        var (windows, copy) = (new ListSink<WindowTotal> { Written = _ => _stop.Cancel() }, new ListSink<Reading>());
        var growing = new GrowingSource(early, late) { Known = 1 };
        RunnablePipeline Job(ISource<Reading> copied) => Pipeline.Combine(
            Timed(growing, "growing").KeyBy(WindowTotals.KeyOf).Process(() => new WindowTotals()).To(windows, "windows"),
            Pipeline.From(copied, "copied").To(copy, "copy"));
        await Job(Waiting()).RunAsync(StoppingOptions(), Token);
        growing.Known = 2;
        await Job(new ListSource<Reading>(Input[..0])).RunAsync(Options(), Token);
        Assert.Equal(Readings.Windows([.. early, .. late]), windows.Committed.Sorted());
    }

    [Fact]
    public async Task A_sink_whose_output_is_visible_can_be_removed()
    {
        var (kept, removed) = (new ListSink<Reading>(), new ListSink<Reading>());
        var stream = Pipeline.From(Stopping(Input));
        await Pipeline.Combine(stream.To(kept, "kept"), stream.To(removed, "removed")).RunAsync(StoppingOptions(), Token);
        Assert.Equal((Input.Length, Input.Length), (kept.Committed.Count, removed.Committed.Count));
        await Pipeline.From(new ListSource<Reading>(Input)).To(kept, "kept").RunAsync(Options(), Token);
        Assert.Equal((Input.Length, Input.Length), (kept.Committed.Count, removed.Committed.Count));
    }

    [Fact]
    public async Task Another_source_does_not_take_the_positions_of_the_only_one()
    {
        var sink = new ListSink<Reading>();
        await Pipeline.From(Stopping(Input[..50]), "orders").To(sink).RunAsync(StoppingOptions(), Token);
        var payments = Pipeline.From(new ListSource<Reading>(Input[50..]), "payments").To(sink);
        var refusal = await Assert.ThrowsAsync<StateGenException>(() => payments.RunAsync(Options(), Token));
        Assert.Contains("PipelineOptions.DroppedSources = [\"orders\"]", refusal.Message);
        await payments.RunAsync(Options() with { DroppedSources = ["orders"] }, Token);
        Assert.Equal(Input, sink.Committed);
    }

    [Fact]
    public async Task A_source_that_was_read_to_its_end_can_be_removed()
    {
        var (counted, sink) = (new ListSink<Reading>(), new ListSink<Reading>());
        var past = new ListSource<Reading>(Input[..50]);
        var stop = _stop.AfterEvents(50);
        var live = new ListSource<Reading>(Input[50..])
        {
            // The source that is removed has come to its end, and not only to its last event, before the stop.
            BeforeRead = async (split, next, token) =>
            {
                await InTime.UntilAsync(() => next < 50 || past is { Reads: > 0, OpenReaders: 0 });
                await stop(split, next, token);
            },
        };
        await Pipeline.From(past, "past").Union(Pipeline.From(live, "live")).To(counted).RunAsync(StoppingOptions(), Token);
        await Pipeline.From(new ListSource<Reading>(Input[50..]), "live").To(sink).RunAsync(Options(), Token);
        Assert.Equal(Input.Length, counted.Committed.Count);
        Assert.Empty(sink.Committed);
    }

    [Fact]
    public async Task Two_sinks_of_a_job_in_one_directory_are_refused_for_good()
    {
        using var directory = new TestKit.TemporaryDirectory();
        var stream = Pipeline.From(new ListSource<Reading>(Input));
        var job = Pipeline.Combine(
            stream.To(FileSink.Lines<Reading>(directory.Path, reading => $"{reading}"), "first"),
            stream.To(FileSink.Lines<Reading>(directory.Path, reading => $"{reading}", extension: ".txt"), "second"));
        var options = new PipelineOptions { JobId = "job", Restart = RestartStrategy.ExponentialBackoff(TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1)) };
        var refusal = await Assert.ThrowsAsync<StateGenException>(() => job.RunAsync(options, Token));
        Assert.Equal(
            $"The sinks 'first' and 'second' of the pipeline both write to '{directory.Path}'. Give each of them a place of its own.", refusal.Message);
    }

    [Fact]
    public async Task A_stop_between_two_attempts_commits_the_output_of_the_latest_checkpoint()
    {
        var job = new TriggeredJob(triggerEvery: 2, readSize: 50);
        var sink = new ListSink<Reading> { Faults = new Faults().At("commit", 1) };
        var options = job.Options(_storage) with
        {
            Restart = RestartStrategy.FixedDelay(3, TimeSpan.FromDays(1)).When(_ => StopAndRestart()),
            StopRequested = _stop.Token,
        };
        var result = await Pipeline.From(job.Source<Reading>(null, Input)).To(sink).RunAsync(options, Token);
        Assert.True(result.IsStopped);
        Assert.Equal((50, 0), (sink.Committed.Count, sink.PreparedCount));

        bool StopAndRestart()
        {
            _stop.Cancel();
            return true;
        }
    }

    [Fact]
    public async Task A_failure_while_the_first_attempt_opens_is_not_restarted()
    {
        var created = 0;
        var job = Pipeline.From(new ListSource<Reading>(Input)).KeyBy(reading => reading.Sensor)
            .Process(() => ++created == 1 ? new RunningTotals() : throw new InvalidOperationException("broken")).To(new ListSink<RunningTotal>());
        var options = new PipelineOptions { JobId = "job", Restart = RestartStrategy.FixedDelay(5, TimeSpan.Zero) };
        await Assert.ThrowsAsync<InvalidOperationException>(() => job.RunAsync(options, Token));
        Assert.Equal(2, created);
    }

    private PipelineOptions Options() => new() { JobId = "job", CheckpointTo = CheckpointTarget.ToStorage(_storage) };

    private PipelineOptions StoppingOptions() => Options() with { StopRequested = _stop.Token };

    /// <summary>A source that asks the job to stop after its events.</summary>
    private ListSource<Reading> Stopping(Reading[] events) => new(events) { BeforeRead = _stop.AfterEvents(events.Length) };

    /// <summary>A source without events and without an end.</summary>
    private static ListSource<Reading> Waiting() =>
        new(Array.Empty<Reading>()) { BeforeRead = static (_, _, token) => new(new TaskCompletionSource().Task.WaitAsync(token)) };

    private static SourceStream<Reading> Timed(ISource<Reading> source, string name) =>
        Pipeline.From(source, name).WithEventTime(reading => reading.Time, TimeSpan.Zero);

    /// <summary>A source that knows more splits in a later run.</summary>
    private sealed class GrowingSource(params IReadOnlyList<Reading>[] splits) : IDynamicSource<Reading>
    {
        private readonly ListSource<Reading> _list = new(splits);

        public int Known { get; set; }

        public string Description => "growing";

        public async Task<IReadOnlyList<SplitPosition>> DiscoverSplitsAsync(CancellationToken cancellationToken) =>
            [.. (await _list.DiscoverSplitsAsync(cancellationToken)).Take(Known)];

        public Task<SplitReader<Reading>> OpenAsync(SplitPosition position, CancellationToken cancellationToken) => _list.OpenAsync(position, cancellationToken);

        public async IAsyncEnumerable<SplitChange> WatchSplitsAsync(
            IReadOnlyList<SplitPosition> known, [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            foreach (var position in (await DiscoverSplitsAsync(cancellationToken)).Skip(known.Count))
                yield return SplitChange.Add(position);
        }
    }
}
