using StateGen.Checkpoints;
using StateGen.Engine.Jobs;
using StateGen.Engine.Operators;
using StateGen.Keys;
using StateGen.TestKit.Backends;
using StateGen.TestKit.Pipelines;
using StateGen.Tests.Pipelines;
using StateGen.Tests.Sources;

namespace StateGen.Tests.Graph;

/// <summary>Operators that are chained without an exchange, against the same operators with one.</summary>
public sealed class ChainedOperatorTests
{
    private static readonly Reading[] Input = Readings.Generate(seed: 14, count: 300);

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
    public async Task The_output_is_the_same_on_a_backend_on_disk(int seed)
    {
        using var backend = new RocksDbUnderTest();
        await RunAndRestoreAsync(seed, backend, mostParallelism: 2);
    }

    [Fact]
    public async Task The_restored_watermark_is_passed_on_before_a_new_one()
    {
        using var storage = new MemoryCheckpointStorage();
        var before = new AlarmLog();
        using var stop = new CancellationTokenSource();
        var running = Joined(before, quiet: 1).RunAsync(Options(storage) with { StopRequested = stop.Token }, Token);
        await before.ReceivedAsync(3);
        await stop.CancelAsync();
        Assert.True((await running.InTimeAsync()).IsStopped);
        Assert.Empty(before.Fired);

        var after = new AlarmLog();
        using var end = CancellationTokenSource.CreateLinkedTokenSource(Token);
        running = Joined(after, quiet: 2).RunAsync(Options(storage), end.Token);
        await after.FiredAsync(10);
        await end.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running.InTimeAsync());

        // The chained stream has come to 100, and delivers nothing more. The other one has come to 10, and later to 60.
        static RunnablePipeline Joined(AlarmLog log, int quiet)
        {
            var chained = Timed(Quiet([new("a", 1, 99), new("b", 2, 101)], quiet: 2), "chained").KeyBy(reading => reading.Sensor)
                .Process(() => new Passing()).KeepKey().Process(() => new Passing(), "chained-passing");
            var other = Timed(Quiet([new("c", 3, 10), new("d", 4, 60)], quiet), "other");
            return chained.Union(other).KeyBy(reading => reading.Sensor).Process(() => new Alarms(log)).To(new ListSink<Reading>());
        }

        static ListSource<Reading> Quiet(Reading[] readings, int quiet) => new(readings)
        {
            ReadSize = 1,
            BeforeRead = async (_, next, token) =>
            {
                if (next == quiet)
                    await new TaskCompletionSource().Task.WaitAsync(token);
            },
        };
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task The_output_is_the_same_after_restores_from_checkpoints_among_timers_that_are_due_together(int seed)
    {
        var tree = new RandomTree(seed, isBurst: true);
        var expected = await ExchangedAsync(tree);
        var random = new Random(seed);
        var gate = new Lock();
        var next = random.Next(1, 100);
        var fired = 0;
        JobAttempt? attempt = null;
        Task<long?>? taken = null;
        var output = new TreeOutput();
        using var storage = new MemoryCheckpointStorage();
        var options = Options(new TriggeredJob(int.MaxValue), tree, storage, random.Next(1, 3)) with { AttemptOpened = opened => attempt = opened };
        await tree.Build(new TriggeredJob(int.MaxValue), _ => true, output, onTimer: CheckpointAndFail).RunAsync(options, Token);
        output.AssertEqual(expected);

        // Takes a checkpoint while timers fire, and fails at the first timer after it.
        void CheckpointAndFail()
        {
            lock (gate)
            {
                if (++fired == next)
                    taken = attempt!.Coordinator.TriggerAsync(Token);
            }

            if (taken is null)
                return;
            InTime.LetOthersRun();
            lock (gate)
            {
                if (taken is not { IsCompleted: true })
                    return;
                taken = null;
                next = fired + random.Next(1, 100);
            }

            throw new StateGenException("The error policy does not skip this failure.");
        }
    }

    [Fact]
    public async Task A_chained_operator_runs_in_the_subtasks_of_the_one_before_it()
    {
        JobAttempt? attempt = null;
        var sink = new ListSink<Reading>();
        var pipeline = Timed(new(Input), null).KeyBy(reading => reading.Sensor)
            .Process(() => new Passing(), "first", parallelism: 3).KeepKey().Process(() => new Passing(), "second").KeepKey().Process(() => new Passing(), "third").To(sink);
        await pipeline.RunAsync(new() { JobId = "job", Parallelism = 2, AttemptOpened = opened => attempt = opened }, Token);
        Assert.Equal((4, 10, 1), (attempt!.Subtasks.Count, attempt.Participants, attempt.ExchangeCount));
        Assert.Equal(Sorted(Input), Sorted(sink.Committed));
        Assert.Equal(
            """
            source 'source' (list)
              by String: operator 'first' (Passing), parallelism 3
                by the same key: operator 'second' (Passing), parallelism 3
                  by the same key: operator 'third' (Passing), parallelism 3
                    sink 'sink' (list)

            """,
            pipeline.Explain());
    }

    [Fact]
    public void Chained_operators_need_different_ids()
    {
        var pipeline = Timed(new(Input), null).KeyBy(reading => reading.Sensor).Process(() => new Passing()).KeepKey().Process(() => new Passing()).To(new ListSink<Reading>());
        Assert.Contains("have the id 'passing'", Assert.Throws<StateGenException>(pipeline.Explain).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Codecs_of_the_key_may_differ_if_they_agree(bool agrees)
    {
        var sink = new ListSink<Reading>();
        var first = Timed(new(Input), null).KeyBy(reading => reading.Sensor).Process(() => new Passing());
        var second = agrees
            ? first.KeepKey().Process(() => new Recoded<OtherCodec>())
            : first.KeepKey().Process(() => new Recoded<DisagreeingCodec>());
        var running = second.To(sink).RunAsync(new() { JobId = "job", Parallelism = 2, ErrorPolicy = ErrorPolicy.Skip, Restart = RestartStrategy.FixedDelay(9, TimeSpan.Zero) }, Token);
        if (!agrees)
        {
            var failure = await Assert.ThrowsAsync<StateGenException>(() => running);
            Assert.StartsWith("Operators 'passing' and 'recoded' have codecs that give the same key of type String different hashes", failure.Message, StringComparison.Ordinal);
            Assert.True(failure.IsPermanent);
            return;
        }

        await running;
        Assert.Equal(Sorted(Input), Sorted(sink.Committed));
    }

    [Fact]
    public void A_value_that_is_emitted_without_a_key_is_an_error_that_names_the_operator()
    {
        var keys = new EmittedKeys<string>(new CurrentKey<string>("keyless"), new Passing().GetDefinition());
        Assert.StartsWith("Operator 'keyless' emitted a value while", Assert.Throws<StateGenException>(() => keys.Keep(0)).Message, StringComparison.Ordinal);
    }

    private static SourceStream<Reading> Timed(ListSource<Reading> source, string? name) =>
        Pipeline.From(source, name).WithEventTime(reading => reading.Time, TimeSpan.Zero);

    private static IEnumerable<Reading> Sorted(IEnumerable<Reading> readings) =>
        readings.OrderBy(reading => reading.Milliseconds).ThenBy(reading => reading.Sensor, StringComparer.Ordinal);

    private static PipelineOptions Options(ICheckpointStorage storage) => new() { JobId = "job", CheckpointTo = CheckpointTarget.ToStorage(storage) };

    private static async Task RunAndRestoreAsync(int seed, BackendUnderTest backend, int mostParallelism = 4)
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
            var options = Options(job, tree, storage, random.Next(1, mostParallelism + 1)) with { Backend = backend.Create(), MaxParallelism = 8 };
            var pipeline = tree.Build(job, isChained, output, faults);
            await job.StopAfterAsync(checkpoints: random.Next(1, 4), stop => pipeline.RunAsync(options with { StopRequested = stop }, Token));
        }

        await tree.Build(job, _ => true, output, faults)
            .RunAsync(Options(job, tree, storage, random.Next(1, mostParallelism + 1)) with { Backend = backend.Create() }, Token);
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

    private sealed class Passing() : TotalOperator<Reading, Reading>("passing")
    {
        public OperatorDefinition<string> GetDefinition() => Definition;

        protected override void OnEvent(Reading value, OperatorContext<Reading> context)
        {
            Count++;
            context.Emit(value);
        }
    }

    private sealed class Recoded<TCodec>() : TotalOperator<Reading, Reading>("recoded")
        where TCodec : struct, IKeyCodec<string>
    {
        protected internal override OperatorDefinition<string> Definition { get; } =
            new OperatorDefinition<string, TCodec>(new("recoded", "string", [], []));

        protected override void OnEvent(Reading value, OperatorContext<Reading> context)
        {
            Count++;
            context.Emit(value);
        }
    }

    private readonly struct OtherCodec : IKeyCodec<string>
    {
        public static string Normalize(string key) => StringKeyCodec.Normalize(key);

        public static bool Equals(in string left, in string right) => StringKeyCodec.Equals(left, right);

        public static ulong Hash(in string key) => StringKeyCodec.Hash(key);

        public static void Write(ref KeyWriter writer, in string key) => StringKeyCodec.Write(ref writer, key);

        public static string Read(ref KeyReader reader) => StringKeyCodec.Read(ref reader);
    }

    private readonly struct DisagreeingCodec : IKeyCodec<string>
    {
        public static string Normalize(string key) => StringKeyCodec.Normalize(key);

        public static bool Equals(in string left, in string right) => StringKeyCodec.Equals(left, right);

        public static ulong Hash(in string key) => StringKeyCodec.Hash(key) + 1;

        public static void Write(ref KeyWriter writer, in string key) => StringKeyCodec.Write(ref writer, key);

        public static string Read(ref KeyReader reader) => StringKeyCodec.Read(ref reader);
    }
}
