using StateGen.Backends;
using StateGen.Checkpoints;
using StateGen.Schemas;
using StateGen.TestKit;
using StateGen.TestKit.Pipelines;

namespace StateGen.Tests.Pipelines;

/// <summary>What a job refuses before it reads a record or changes anything.</summary>
public sealed class JobStartTests
{
    private static readonly Reading[] Input = Readings.Generate(seed: 5, count: 200);

    private readonly ListSource<Reading> _source = new(Input);
    private readonly ListSink<RunningTotal> _sink = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string, PipelineOptions> MeaninglessOptions() => new()
    {
        { "JobId", new() { JobId = " " } },
        { "Parallelism", new() { JobId = "job", Parallelism = 0 } },
        { "Parallelism", new() { JobId = "job", Parallelism = 5, MaxParallelism = 4 } },
        { "MaxParallelism", new() { JobId = "job", MaxParallelism = 0 } },
        { "MaxParallelism", new() { JobId = "job", MaxParallelism = 32_769 } },
        { "CheckpointInterval", new() { JobId = "job", CheckpointTo = "x", CheckpointInterval = TimeSpan.Zero } },
        { "CheckpointTo", new() { JobId = "job", CheckpointInterval = TimeSpan.FromSeconds(1) } },
        { "CheckpointTo", new() { JobId = "job", StopOnTermination = true } },
        { "CheckpointTo", new() { JobId = "job", StopRequested = new CancellationToken(canceled: true) } },
        { "Restart", new() { JobId = "job", Restart = null! } },
        { "CheckpointTimeout", new() { JobId = "job", CheckpointTimeout = TimeSpan.FromSeconds(-1) } },
        { "MinimumPause", new() { JobId = "job", MinimumPause = TimeSpan.FromSeconds(-1) } },
        { "DroppedOperators", new() { JobId = "job", DroppedOperators = null! } },
        { "TolerableCheckpointFailures", new() { JobId = "job", TolerableCheckpointFailures = -1 } },
        { "RetainedCheckpoints", new() { JobId = "job", RetainedCheckpoints = 0 } },
    };

    [Theory]
    [MemberData(nameof(MeaninglessOptions))]
    public async Task An_option_without_meaning_is_named(string option, PipelineOptions options)
    {
        var refusal = await Assert.ThrowsAsync<StateGenException>(() => Totals().RunAsync(options, Token));
        Assert.Contains($"PipelineOptions.{option} is ", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_uses_with_one_id_are_refused_and_another_id_is_the_way_out()
    {
        var once = Pipeline.From(_source).WithEventTime(reading => reading.Time, TimeSpan.Zero).KeyBy(reading => reading.Sensor).Process(() => new Witness());
#pragma warning disable SG1024 // What the compiler warns of is refused by the job, too.
        var refusal = await Assert.ThrowsAsync<StateGenException>(() => once.KeyBy(reading => reading.Sensor).Process(() => new Witness()).To(new ListSink<Reading>()).RunAsync(new() { JobId = "job" }, Token));
#pragma warning restore SG1024
        Assert.Contains("'witness'", refusal.Message, StringComparison.Ordinal);
        var result = await once.KeyBy(reading => reading.Sensor).Process(() => new Witness(), id: "second").To(new ListSink<Reading>()).RunAsync(new() { JobId = "job" }, Token);
        Assert.Equal(Input.Length, result.Records);
    }

    [Fact]
    public async Task A_function_that_returns_one_operator_for_all_subtasks_is_refused()
    {
        var shared = new RunningTotals();
        var pipeline = Pipeline.From(_source).KeyBy(reading => reading.Sensor).Process(() => shared).To(_sink);
        var refusal = await Assert.ThrowsAsync<StateGenException>(() => pipeline.RunAsync(new() { JobId = "job", Parallelism = 2 }, Token));
        Assert.Contains("RunningTotals", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(0, _sink.OpenWriters);
    }

    [Fact]
    public async Task The_state_of_another_job_is_refused()
    {
        using var storage = await StoppedJobAsync();
        var refusal = await RefusalAsync<JobMismatchException>(storage, Totals(), new() { JobId = "other" });
        Assert.Equal("job", refusal.StoredJobId);
    }

    [Fact]
    public async Task Another_maximum_parallelism_is_refused_and_none_takes_that_of_the_checkpoint()
    {
        using var storage = await StoppedJobAsync();
        var refusal = await RefusalAsync<StateGenException>(storage, Totals(), new() { JobId = "job", MaxParallelism = 64 });
        Assert.Contains("64", refusal.Message, StringComparison.Ordinal);
        refusal = await RefusalAsync<StateGenException>(storage, Totals(), new() { JobId = "job", Parallelism = 17 });
        Assert.Contains("17", refusal.Message, StringComparison.Ordinal);
        await Totals().RunAsync(new() { JobId = "job", CheckpointTo = CheckpointTarget.ToStorage(storage) }, Token);
        Assert.Equal(16, (await LatestAsync(storage)).MaxParallelism);
        Readings.AssertExactlyOnce(_sink.Committed, Input);
    }

    [Fact]
    public async Task Another_backend_is_refused_by_both_names()
    {
        using var storage = await StoppedJobAsync();
        var refusal = await RefusalAsync<StateGenException>(storage, Totals(), new() { JobId = "job", Backend = new OtherBackend() });
        Assert.Contains("'memory'", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("'other'", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task State_of_an_operator_that_the_pipeline_lacks_is_refused()
    {
        using var storage = await StoppedJobAsync();
        var renamed = Pipeline.From(_source).KeyBy(reading => reading.Sensor).Process(() => new RunningTotals(), id: "renamed").To(_sink);
        var refusal = await RefusalAsync<StateGenException>(storage, renamed, new() { JobId = "job" });
        Assert.Contains("'running-totals'", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task State_of_an_operator_that_is_gone_is_dropped_where_the_options_say_so()
    {
        using var storage = await StoppedJobAsync();
        var options = new PipelineOptions { JobId = "job", CheckpointTo = CheckpointTarget.ToStorage(storage), DroppedOperators = ["running-totals", "never-there"] };
        var renamed = Pipeline.From(_source).KeyBy(reading => reading.Sensor).Process(() => new RunningTotals(), id: "renamed").To(_sink);
        var before = _sink.Committed.Count;
        var refusal = await RefusalAsync<StateGenException>(storage, renamed, options with { DroppedOperators = ["other"] });
        Assert.Contains("PipelineOptions.DroppedOperators = [\"running-totals\"]", refusal.Message, StringComparison.Ordinal);
        var result = await renamed.RunAsync(options, Token);
        Assert.Equal((Input.Length, 1L), (before + result.Records, _sink.Committed.Skip(before).First().Number));
        Assert.Equal(["renamed"], (await LatestAsync(storage)).Operators.Select(snapshot => snapshot.Id));
        Assert.True((await renamed.RunAsync(options, Token)).AlreadyFinished);
    }

    [Fact]
    public async Task An_operator_that_the_pipeline_has_cannot_be_dropped()
    {
        using var storage = await StoppedJobAsync();
        var refusal = await RefusalAsync<StateGenException>(storage, Totals(), new() { JobId = "job", DroppedOperators = ["running-totals"] });
        Assert.Contains("'running-totals', which is still in the pipeline", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task State_of_another_shape_is_refused()
    {
        using var storage = await StoppedJobAsync();
        var changed = Pipeline.From(_source).KeyBy(reading => reading.Sensor).Process(() => new OtherShape()).To(_sink);
        var refusal = await RefusalAsync<StateSchemaException>(storage, changed, new() { JobId = "job" });
        Assert.Contains("running-totals", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_damaged_file_is_refused_by_its_name()
    {
        using var storage = await StoppedJobAsync();
        var path = (await LatestAsync(storage)).Files[0].Path;
        await storage.WriteAsync(path, (stream, token) => stream.WriteAsync("damage"u8.ToArray(), token).AsTask(), Token);
        var refusal = await RefusalAsync<CheckpointDamagedException>(storage, Totals(), new() { JobId = "job" });
        Assert.Contains(path, refusal.File, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_backend_that_cannot_run_is_refused_before_the_directory_is_touched()
    {
        using var parent = new TemporaryDirectory();
        var directory = parent["checkpoints"];
        await Assert.ThrowsAsync<StateGenException>(() => Totals().RunAsync(new() { JobId = "job", CheckpointTo = directory, Backend = new OtherBackend { IsBroken = true } }, Token));
        Assert.False(Directory.Exists(directory));
    }

    [Fact]
    public async Task Two_jobs_on_one_directory_are_refused_while_one_runs()
    {
        var directory = Directory.CreateTempSubdirectory("stategen-").FullName;
        try
        {
            var second = new TaskCompletionSource();
            var source = new ListSource<Reading>(Input) { BeforeRead = async (_, _, token) => await second.Task.WaitAsync(token) };
            var options = new PipelineOptions { JobId = "job", CheckpointTo = directory };
            var running = Pipeline.From(source).KeyBy(reading => reading.Sensor).Process(() => new RunningTotals()).To(_sink).RunAsync(options, Token);
            var refusal = await Assert.ThrowsAsync<CheckpointStorageException>(() => Totals().RunAsync(options, Token));
            Assert.Contains(directory, refusal.Message, StringComparison.Ordinal);
            second.SetResult();
            Assert.False((await running).AlreadyFinished);
            Assert.True((await Totals().RunAsync(options, Token)).AlreadyFinished);
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    [Fact]
    public async Task Two_runs_of_a_job_with_their_own_checkpoints_are_refused_one_output_directory()
    {
        using var directory = new TemporaryDirectory();
        var (first, second) = (new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously), new TaskCompletionSource());
        var source = new ListSource<Reading>(Input)
        {
            ReadSize = 50,
            BeforeRead = async (_, next, token) =>
            {
                first.TrySetResult();
                await (next > 0 ? second.Task.WaitAsync(token) : Task.CompletedTask);
            },
        };
        var output = FileSink.Lines<RunningTotal>(directory["output"], total => $"{total.Sensor},{total.Sum}");
        RunnablePipeline To(ListSource<Reading> from) => Pipeline.From(from).KeyBy(reading => reading.Sensor).Process(() => new RunningTotals()).To(output);
        var running = To(source).RunAsync(new() { JobId = "job", CheckpointTo = directory["a"] }, Token);
        await first.Task.WaitAsync(Token);
        var refusal = await Assert.ThrowsAsync<SinkInUseException>(() => To(_source).RunAsync(new() { JobId = "job", CheckpointTo = directory["b"] }, Token));
        Assert.Contains($"Another run of job 'job' writes to the output directory '{directory["output"]}'", refusal.Message, StringComparison.Ordinal);
        second.SetResult();
        Assert.Equal(Input.Length, (await running).Records);
        Assert.Equal(Input.Length, Directory.GetFiles(directory["output"], "part-*").Sum(part => File.ReadAllLines(part).Length));
    }

    private RunnablePipeline Totals() => Pipeline.From(_source).KeyBy(reading => reading.Sensor).Process(() => new RunningTotals()).To(_sink);

    private async Task<TException> RefusalAsync<TException>(MemoryCheckpointStorage storage, RunnablePipeline pipeline, PipelineOptions options)
        where TException : Exception
    {
        var before = (await storage.ListAsync("", Token), _source.Reads, _sink.Restores);
        var refusal = await Assert.ThrowsAsync<TException>(() => pipeline.RunAsync(options with { CheckpointTo = CheckpointTarget.ToStorage(storage), Restart = RestartStrategy.FixedDelay(3, TimeSpan.Zero) }, Token));
        Assert.Equal(before, (before.Item1, _source.Reads, _sink.Restores));
        // An attempt begins with an entry in the log, before it reads the files of state. Every other refusal comes before that.
        var added = (await storage.ListAsync("", Token)).Except(before.Item1, StringComparer.Ordinal).ToArray();
        Assert.All(added, path => Assert.StartsWith("log/", path, StringComparison.Ordinal));
        Assert.Equal(refusal is CheckpointDamagedException ? 1 : 0, added.Length);
        Assert.Subset((await storage.ListAsync("", Token)).ToHashSet(StringComparer.Ordinal), before.Item1.ToHashSet(StringComparer.Ordinal));
        return refusal;
    }

    /// <summary>The checkpoints of a job with 16 key groups that failed half way.</summary>
    private async Task<MemoryCheckpointStorage> StoppedJobAsync()
    {
        var storage = new MemoryCheckpointStorage();
        var job = new TriggeredJob(triggerEvery: 2);
        var source = job.Source(new Faults().At("read", 4), Input);
        var options = job.Options(storage) with { Restart = RestartStrategy.None, MaxParallelism = 16 };
        await Assert.ThrowsAsync<InjectedFailureException>(() => Pipeline.From(source).KeyBy(reading => reading.Sensor).Process(() => new RunningTotals()).To(_sink).RunAsync(options, Token));
        return storage;
    }

    private static async Task<CheckpointManifest> LatestAsync(MemoryCheckpointStorage storage) =>
        (await CheckpointStore.OpenForReadingAsync(storage, "job", cancellationToken: Token)).FindLatest()!;

    private sealed class OtherShape() : TotalOperator<Reading, RunningTotal>("running-totals")
    {
        protected internal override OperatorDefinition<string> Definition { get; } =
            new OperatorDefinition<string, StateGen.Keys.StringKeyCodec>(new("running-totals", "string", [new("Count", StateKind.Value, "string")], []));

        protected override void OnEvent(Reading value, OperatorContext<RunningTotal> context)
        {
        }
    }

    private sealed class OtherBackend : IStateBackend
    {
        public bool IsBroken { get; init; }

        public string Name => "other";

        public void Validate()
        {
            if (IsBroken)
                throw new StateGenException("broken");
        }

        public StateStore Open(StateStoreOptions options) => MemoryBackend.Default.Open(options);
    }
}
