using Microsoft.Extensions.Logging;
using StateGen.Checkpoints;
using StateGen.Keys;
using StateGen.Schemas;
using StateGen.TestKit.Pipelines;
using StateGen.Tests.Pipelines;
using StateGen.Tests.Sources;

namespace StateGen.Tests.Operators;

/// <summary>An operator is opened once before its first record, and closed once if it was opened, however the attempt ends.</summary>
public sealed class OperatorLifecycleTests
{
    private static readonly Reading[] Input = Readings.Generate(seed: 31, count: 200);

    private readonly LifecycleLog _log = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    [InlineData(4, 3)]
    public async Task Each_subtask_is_opened_and_closed_once_in_each_attempt(int before, int after)
    {
        var job = new TriggeredJob(triggerEvery: 4);
        using var storage = new MemoryCheckpointStorage();
        var sink = new ListSink<RunningTotal>();
        var faults = new Faults().At("operator", 120);
        var opened = before;
        var triggering = job.Source<Reading>(null);
        var source = new ListSource<Reading>(Input.Split(4))
        {
            ReadSize = triggering.ReadSize,
            BeforeRead = async (split, next, token) =>
            {
                await InTime.UntilAsync(() => _log.CountOf("opened") >= opened);
                await triggering.BeforeRead!(split, next, token);
            },
        };
        var pipeline = Totals(source, sink, () => new(_log, faults));
        var options = job.Options(storage, before) with { Restart = RestartStrategy.None, MaxParallelism = 8 };
        await Assert.ThrowsAsync<OperatorException>(() => pipeline.RunAsync(options, Token));
        Assert.Equal((before, before), (_log.CountOf("opened"), _log.CountOf("closed")));
        opened += after;
        await pipeline.RunAsync(options with { Parallelism = after }, Token);
        Assert.Equal((before + after, before + after), (_log.CountOf("opened"), _log.CountOf("closed")));
        AssertOpened(before, _log.Opened.Take(before));
        AssertOpened(after, _log.Opened.Skip(before));
        Readings.AssertExactlyOnce(sink.Committed, Input);
    }

    [Fact]
    public async Task A_failure_to_open_is_followed_by_a_restart_also_at_the_start()
    {
        var faults = new Faults().At("open", 3).At("open", 5);
        var sink = new ListSink<RunningTotal>();
        var options = new PipelineOptions { JobId = "job", Parallelism = 4, Restart = RestartStrategy.FixedDelay(2, TimeSpan.Zero) };
        var result = await Totals(new(Input.Split(4)), sink, () => new(_log, faults)).RunAsync(options, Token);
        Assert.Equal(2, result.Restarts);
        Assert.Equal(2, faults.Thrown);
        Assert.Equal(_log.CountOf("opened"), _log.CountOf("closed"));
        Readings.AssertExactlyOnce(sink.Committed, Input);
    }

    [Fact]
    public async Task A_failure_to_open_names_the_operator_and_leaves_it_unclosed()
    {
        var failure = await Assert.ThrowsAsync<StateGenException>(
            () => Totals(new(Input), new(), () => new(_log, new Faults().At("open", 1))).RunAsync(new() { JobId = "job" }, Token));
        Assert.Equal("Operator 'logging-totals' could not be opened in subtask 0: Injected at pass 1 of 'open'.", failure.Message);
        Assert.IsType<InjectedFailureException>(failure.InnerException);
        Assert.Equal(["opening"], _log.Entries);
    }

    [Fact]
    public async Task A_failure_to_close_is_thrown_and_logged_if_there_is_no_other_and_the_output_is_not_written_twice()
    {
        var log = new LogList();
        var sink = new ListSink<RunningTotal>();
        var failure = await Assert.ThrowsAsync<StateGenException>(() => Totals(new(Input), sink, () => new(_log, new Faults().At("close", 1)))
            .RunAsync(new() { JobId = "job", Logger = log, Restart = RestartStrategy.FixedDelay(3, TimeSpan.Zero) }, Token));
        Assert.Equal(
            "Job 'job' has ended and its output is complete, but something could not be closed: "
            + "Operator 'logging-totals' could not be closed in subtask 0: Injected at pass 1 of 'close'.",
            failure.Message);
        Assert.Equal(1, _log.CountOf("opened"));
        Assert.Equal("Job job: operator logging-totals threw when it was closed in subtask 0.", Assert.Single(log.Of(1301)));
        Readings.AssertExactlyOnce(sink.Committed, Input);
    }

    [Fact]
    public async Task A_failure_to_close_does_not_hide_the_failure_before_and_all_are_closed()
    {
        var log = new LogList();
        var faults = new Faults().At("operator", 50).At("close", 1);
        var options = new PipelineOptions { JobId = "job", Parallelism = 3, Logger = log };
        // One that is not open yet when another fails is not opened any more.
        var source = new ListSource<Reading>(Input) { BeforeRead = (_, _, _) => new(InTime.UntilAsync(() => _log.CountOf("opened") == 3)) };
        await Assert.ThrowsAsync<OperatorException>(() => Totals(source, new(), () => new(_log, faults)).RunAsync(options, Token));
        Assert.Equal(2, faults.Thrown);
        Assert.Equal((3, 3), (_log.CountOf("opened"), _log.CountOf("closed")));
        Assert.Single(log.Of(1301));
    }

    [Fact]
    public async Task An_operator_that_is_being_opened_when_the_job_is_canceled_is_not_closed()
    {
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var running = Totals(new(Input), new(), () => new(_log)
        {
            Opening = async (_, token) =>
            {
                await cancel.CancelAsync();
                await new TaskCompletionSource().Task.WaitAsync(token);
            },
        }).RunAsync(new() { JobId = "job" }, cancel.Token);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        Assert.Equal(["opening"], _log.Entries);
    }

    [Fact]
    public async Task Operators_are_closed_when_the_job_is_canceled()
    {
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var source = new ListSource<Reading>(Input) { ReadSize = 10, BeforeRead = (_, next, _) => new(next < 100 ? Task.CompletedTask : CancelWhenOpenAsync(cancel)) };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Totals(source, new(), () => new(_log)).RunAsync(new() { JobId = "job", Parallelism = 2 }, cancel.Token));
        Assert.Equal((2, 2), (_log.CountOf("opened"), _log.CountOf("closed")));
    }

    [Fact]
    public async Task Operators_are_closed_at_a_graceful_stop()
    {
        using var stop = new CancellationTokenSource();
        using var storage = new MemoryCheckpointStorage();
        var source = new ListSource<Reading>(Input) { ReadSize = 10, BeforeRead = stop.AfterEvents(100) };
        var options = new PipelineOptions { JobId = "job", Parallelism = 2, CheckpointTo = CheckpointTarget.ToStorage(storage), StopRequested = stop.Token };
        Assert.True((await Totals(source, new(), () => new(_log)).RunAsync(options, Token)).IsStopped);
        Assert.Equal((2, 2), (_log.CountOf("opened"), _log.CountOf("closed")));
    }

    [Fact]
    public async Task State_cannot_be_used_while_an_operator_is_opened()
    {
        LoggingTotals? created = null;
        var failure = await Assert.ThrowsAsync<StateGenException>(() => Totals(new(Input), new(), () => created = new(_log)
        {
            Opening = (_, _) => new(Task.FromResult(created!.ReadState())),
        }).RunAsync(new() { JobId = "job" }, Token));
        var cause = Assert.IsType<NoCurrentKeyException>(failure.InnerException);
        Assert.Contains("what opens or closes the operator serves all of its keys", cause.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Services_and_a_logger_come_from_the_options()
    {
        var loggers = new Loggers();
        var services = new Services { [typeof(ILoggerFactory)] = loggers, [typeof(string)] = "found" };
        object? found = null;
        var options = new PipelineOptions { JobId = "job", Services = services };
        await Totals(new(Input), new(), () => new(_log) { Opening = (context, _) => Use(context) }).RunAsync(options, Token);
        Assert.Equal("found", found);
        Assert.Equal([typeof(LoggingTotals).FullName!], loggers.Categories);
        Assert.Equal(["opening"], loggers.Log.All.Select(entry => entry.Message));

        ValueTask Use(OperatorOpenContext context)
        {
            found = context.Services.GetService(typeof(string));
            context.Logger.Log(LogLevel.Information, "opening");
            return ValueTask.CompletedTask;
        }
    }

    [Fact]
    public async Task An_operator_without_services_is_told_which_option_is_missing_and_the_job_is_not_restarted()
    {
        var options = new PipelineOptions { JobId = "job", Restart = RestartStrategy.FixedDelay(5, TimeSpan.Zero) };
        var failure = await Assert.ThrowsAsync<StateGenException>(() => Totals(new(Input), new(), () => new(_log) { Opening = AskForServices }).RunAsync(options, Token));
        Assert.Contains("Set PipelineOptions.Services", failure.Message, StringComparison.Ordinal);
        Assert.Equal(1, _log.CountOf("opening"));
        failure = await Assert.ThrowsAsync<StateGenException>(() => OperatorHost.OpenAsync(new LoggingTotals(_log) { Opening = AskForServices }, new(), Token));
        Assert.Contains("Set OperatorHostOptions.Services", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_host_opens_its_operator_and_closes_it_once(bool isAsync)
    {
        var options = new OperatorHostOptions { Services = new Services { [typeof(string)] = "found" }, Parallelism = 4, Subtask = 2, MaxParallelism = 16 };
        var host = await OperatorHost.OpenAsync(new LoggingTotals(_log), options, Token);
        Assert.Equal(["opening", "opened"], _log.Entries);
        var context = Assert.Single(_log.Opened);
        Assert.Equal((2, 4, 16, "found"), (context.Subtask, context.Parallelism, context.MaxParallelism, context.Services.GetService(typeof(string))));
        for (var disposal = 0; disposal < 2; disposal++)
        {
            if (isAsync)
                await host.DisposeAsync();
            else
                host.Dispose();
        }

        Assert.Equal(["opening", "opened", "closed"], _log.Entries);
    }

    [Fact]
    public async Task An_operator_with_two_inputs_is_opened_too()
    {
        await using var host = await OperatorHost.OpenAsync(new Greeter(), new() { Services = new Services { [typeof(string)] = "hello" }, Parallelism = 2, Subtask = 0 }, Token);
        var name = Enumerable.Range(0, 100).Select(number => $"{number}").First(Owned);
        Assert.Equal([$"hello {name}, subtask 0"], host.TakeOutput());

        bool Owned(string key)
        {
            try
            {
                host.Process(key, Either<string, int>.OfFirst(key), default);
                return true;
            }
            catch (ArgumentException)
            {
                // The key belongs to the other host.
                return false;
            }
        }
    }

    private static ValueTask AskForServices(OperatorOpenContext context, CancellationToken cancellationToken) =>
        new(Task.FromResult(context.Services.GetService(typeof(string))));

    private static RunnablePipeline Totals(ListSource<Reading> source, ListSink<RunningTotal> sink, Func<LoggingTotals> create) => Pipeline.From(source)
        .WithEventTime(reading => reading.Time, TimeSpan.Zero).KeyBy(reading => reading.Sensor).Process(create).To(sink);

    private static void AssertOpened(int parallelism, IEnumerable<OperatorOpenContext> contexts) => Assert.Equal(
        Enumerable.Range(0, parallelism).Select(subtask => ("logging-totals", subtask, parallelism, 8)),
        contexts.Select(context => (context.OperatorId, context.Subtask, context.Parallelism, context.MaxParallelism)).OrderBy(opened => opened.Subtask));

    private async Task CancelWhenOpenAsync(CancellationTokenSource cancel)
    {
        await InTime.UntilAsync(() => _log.CountOf("opened") == 2);
        await cancel.CancelAsync();
    }

    private sealed class Services : Dictionary<Type, object>, IServiceProvider
    {
        public object? GetService(Type serviceType) => this.GetValueOrDefault(serviceType);
    }

    private sealed class Loggers : ILoggerFactory
    {
        public List<string> Categories { get; } = [];

        public LogList Log { get; } = new();

        public ILogger CreateLogger(string categoryName)
        {
            Categories.Add(categoryName);
            return Log;
        }

        public void AddProvider(ILoggerProvider provider) => throw new InvalidOperationException("Nothing adds a provider.");

        public void Dispose()
        {
        }
    }
}

/// <summary>Greets each event of the first input with a service.</summary>
internal sealed class Greeter : KeyedCoOperator<string, string, int, string>
{
    private string _greeting = "";

    protected internal override OperatorDefinition<string> Definition { get; } =
        new OperatorDefinition<string, StringKeyCodec>(new OperatorSchema("greeter", "string", [], []));

    protected override ValueTask OnOpenAsync(OperatorOpenContext context, CancellationToken cancellationToken)
    {
        _greeting = (string)context.Services.GetService(typeof(string))!;
        return ValueTask.CompletedTask;
    }

    protected override void OnFirst(string value, OperatorContext<string> context) => context.Emit($"{_greeting} {value}, subtask {context.Subtask}");

    protected override void OnSecond(int value, OperatorContext<string> context) => context.Emit(_greeting);
}
