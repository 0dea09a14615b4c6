using StateGen.Checkpoints;
using StateGen.Conformance.Tests.Probes;
using StateGen.TestKit.Backends;
using StateGen.TestKit.Pipelines;

namespace StateGen.Conformance.Tests.Keyless;

/// <summary>Visits of keys in a pipeline, whose output is handed on between them.</summary>
public abstract class VisitPipelineTests(BackendUnderTest backend) : ConformanceTests(backend)
{
    private static readonly Deposit[] Deposits = [.. Enumerable.Range(0, 400).Select(number => new Deposit(number % 97, number))];

    private static readonly Rate[] Rates = [.. Enumerable.Range(0, 60).Select(number => new Rate($"c{number}", number))];

    [Theory]
    [InlineData(1, 2)]
    [InlineData(2, 4)]
    [InlineData(4, 1)]
    public async Task A_checkpoint_has_the_visits_of_all_keys_or_of_none(int before, int after)
    {
        using var storage = new MemoryCheckpointStorage();
        var sink = new ListSink<string>();
        var faults = new Faults().At("visit", 100).At("broadcast", 40).At("visit", 1200);
        var options = new PipelineOptions
        {
            JobId = "surveys",
            Backend = Options().Backend,
            CheckpointTo = CheckpointTarget.ToStorage(storage),
            CheckpointInterval = TimeSpan.FromMilliseconds(1),
            MaxParallelism = 8,
        };
        // Several faults may meet one run.
        for (var (run, failure) = (1, default(Exception)); run == 1 || failure is not null; run++)
        {
            var thrown = faults.Thrown;
            var running = options with { Parallelism = run % 2 == 1 ? before : after, Backend = Options().Backend };
            failure = await Record.ExceptionAsync(() => new Surveying(faults).Pipeline(sink).RunAsync(running, Cancellation));
            Assert.True(failure is null || faults.Thrown > thrown, $"{failure}");
        }

        var output = sink.Committed.ToLookup(line => line.Contains(':', StringComparison.Ordinal) ? 's' : line.Contains("has", StringComparison.Ordinal) ? 'h' : 'v');
        Assert.Equal(Deposits.GroupBy(deposit => deposit.Account).Select(group => $"{group.Key} has {group.Count()}").Order(StringComparer.Ordinal), output['h'].Order(StringComparer.Ordinal));
        // Which keys a visit finds depends on the order of the inputs. The state and the committed output agree about it, and no key was visited twice.
        Assert.Equal(output['v'].Select(line => $"{line}: 1").Order(StringComparer.Ordinal), output['s'].Order(StringComparer.Ordinal));
        Assert.InRange(output['v'].Count(), Surveying.LeastAccounts * Rates.Length, 97 * Rates.Length);
        Assert.Equal(3, faults.Thrown);
    }

    /// <summary>One run, in which the first rate is read when so many deposits are part of the state that every survey finds some accounts.</summary>
    private sealed class Surveying(Faults faults)
    {
        public const int LeastAccounts = LeastDeposits / 5;

        private const int LeastDeposits = 100;

        private readonly TaskCompletionSource _begin = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _restored = -1;
        private int _deposited;

        public RunnablePipeline Pipeline(ISink<string> sink)
        {
            var rates = new ListSource<Rate>(Rates) { ReadSize = 4, BeforeRead = async (_, _, token) => await _begin.Task.WaitAsync(token) };
            var deposits = new ListSource<Deposit>(Deposits) { ReadSize = 16, BeforeRead = NoteRestored };
            return StateGen.Pipeline.From(deposits, "deposits").WithEventTime(_ => DateTimeOffset.UnixEpoch, TimeSpan.Zero).KeyBy(deposit => deposit.Account)
                .Connect(StateGen.Pipeline.From(rates, "rates").WithEventTime(_ => DateTimeOffset.UnixEpoch, TimeSpan.Zero).Broadcast())
                .Process(() => new Surveyed(faults, NoteDeposited)).To(sink);
        }

        // The deposits before the first read of the run are in the checkpoint.
        private ValueTask NoteRestored(int split, int next, CancellationToken cancellationToken)
        {
            if (Interlocked.CompareExchange(ref _restored, next, -1) == -1 && next >= LeastDeposits)
                _begin.TrySetResult();
            return ValueTask.CompletedTask;
        }

        private void NoteDeposited()
        {
            if (Interlocked.Increment(ref _deposited) + Volatile.Read(ref _restored) >= LeastDeposits)
                _begin.TrySetResult();
        }
    }
}
