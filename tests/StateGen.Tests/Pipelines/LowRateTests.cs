using StateGen.Checkpoints;
using StateGen.TestKit;
using StateGen.TestKit.Pipelines;
using StateGen.Tests.Sources;

namespace StateGen.Tests.Pipelines;

/// <summary>A record reaches the sink although no other follows it.</summary>
public sealed class LowRateTests
{
    // Records, or lines that are none, each of which takes a millisecond.
    private const int MostBefore = 1_000;

    private static readonly Reading[] Input = Readings.Generate(seed: 12, count: 60);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 1)]
    [InlineData(3, 3)]
    public async Task Each_record_passes_two_operators_before_the_next_is_read(int parallelism, int splits)
    {
        using var arrived = new SemaphoreSlim(0);
        var sink = new ListSink<Reading> { Written = records => arrived.Release(records.Length) };
        var source = new ListSource<Reading>(Input.Split(splits))
        {
            ReadSize = 1,
            // Each split waits for one arrival for each of its events, so that no more events are on the way than there are splits.
            BeforeRead = async (_, next, token) =>
            {
                if (next > 0)
                    await arrived.WaitAsync(token);
            },
        };
        await Pipeline.From(source).KeyBy(reading => reading.Sensor).Process(() => new Passing("first"))
            .KeyBy(reading => $"{reading.Value % 7}").Process(() => new Passing("second")).To(sink)
            .RunAsync(new() { JobId = "job", Parallelism = parallelism }, Token);
        Assert.Equal(Input.Length, sink.Committed.Count);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_a_busy_operator_emits_seldom_is_not_held_until_it_has_nothing_to_do(bool isSideOutput)
    {
        const int Emitted = 10;
        var time = new VirtualTime();
        var handled = 0;
        var arrival = new Arrival();
        var busy = Pipeline.From(new ListSource<Reading>(Enumerable.Range(0, 3_000).Select(index => new Reading("one", index, index)).ToArray()))
            .KeyBy(reading => reading.Sensor).Process(() => new Busy(isSideOutput, () =>
            {
                // The source fills the input again before the next record.
                InTime.LetOthersRun(rounds: 3);
                time.Advance(TimeSpan.FromMilliseconds(1));
                if (handled == MostBefore)
                    arrival.Await();
                return ++handled == Emitted;
            }));
        EventStream<Reading> seldom = isSideOutput ? busy.SideOutput(Busy.Seldom) : busy;
        await seldom.KeyBy(reading => reading.Sensor).Process(() => new Arriving(arrival)).To(new ListSink<Reading>())
            .RunAsync(new() { JobId = "job", Time = time }, Token);
        Assert.True(arrival.HasArrived);
    }

    [Fact]
    public async Task An_event_before_many_lines_that_are_none_is_not_held_until_they_are_skipped()
    {
        var time = new VirtualTime();
        var skipped = 0;
        var arrival = new Arrival();
        var source = new SkippingSource(3_000, () =>
        {
            time.Advance(TimeSpan.FromMilliseconds(1));
            if (++skipped == MostBefore)
                arrival.Await();
        });
        await Pipeline.From(source).KeyBy(reading => reading.Sensor).Process(() => new Arriving(arrival))
            .To(new ListSink<Reading>()).RunAsync(new() { JobId = "job", Time = time, ErrorPolicy = ErrorPolicy.Skip }, Token);
        Assert.True(arrival.HasArrived);
    }

    /// <summary>One event, and then lines that are none, one in each read.</summary>
    private sealed class SkippingSource(int lines, Action skip) : ISource<Reading>
    {
        public string Description => "skipping";

        public Task<IReadOnlyList<SplitPosition>> DiscoverSplitsAsync(CancellationToken cancellationToken) =>
            Task.FromResult<IReadOnlyList<SplitPosition>>([new("0", ManifestFields.Empty, MaxEventTimeMilliseconds: null, IsFinished: false)]);

        public Task<SplitReader<Reading>> OpenAsync(SplitPosition position, CancellationToken cancellationToken) =>
            Task.FromResult<SplitReader<Reading>>(new SkippingReader(lines, skip));
    }

    private sealed class SkippingReader(int lines, Action skip) : SplitReader<Reading>
    {
        private int _line;

        public override string Description => "skipping";

        public override ManifestFields Position => ManifestFields.Empty;

        public override ValueTask<SplitRead> ReadAsync(Memory<Reading> events, CancellationToken cancellationToken)
        {
            if (_line++ == 0)
            {
                events.Span[0] = Input[0];
                return new(SplitRead.Events(1));
            }

            skip();
            return new(_line <= lines ? SplitRead.WaitFor(Task.CompletedTask) : SplitRead.End);
        }

        public override IReadOnlyList<SourceRecordException> TakeRejected() => _line > 1 ? [new("skipping", _line, "no event", "line")] : [];

        public override long OriginOf(int index) => 1;

        public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }

    private sealed class Busy(bool isSideOutput, Func<bool> handle) : TotalOperator<Reading, Reading>("busy")
    {
        public static readonly OutputTag<Reading> Seldom = new("seldom");

        protected override void OnEvent(Reading value, OperatorContext<Reading> context)
        {
            if (!handle())
                return;
            if (isSideOutput)
                context.Emit(Seldom, value);
            else
                context.Emit(value);
        }
    }

    private sealed class Arriving(Arrival arrival) : TotalOperator<Reading, Reading>("arriving")
    {
        protected override void OnEvent(Reading value, OperatorContext<Reading> context) => arrival.HasArrived = true;
    }

    /// <summary>The arrival of the only record, which a stage before waits for that is so far ahead that it must have sent the record.</summary>
    private sealed class Arrival
    {
        private volatile bool _hasArrived;

        public bool HasArrived
        {
            get => _hasArrived;
            set => _hasArrived = value;
        }

        public void Await() => InTime.Until(() => _hasArrived);
    }

    private sealed class Passing(string id) : TotalOperator<Reading, Reading>(id)
    {
        protected override void OnEvent(Reading value, OperatorContext<Reading> context)
        {
            Count++;
            context.Emit(value);
        }
    }
}
