
using StateGen.TestKit.Pipelines;

namespace StateGen.Tests.Pipelines;

/// <summary>Whatever fails, and whenever: after the restarts the output is what it would have been.</summary>
public sealed class FailureTests
{
    private const int TriggerEvery = 3;

    private static readonly Reading[] Input = Readings.Generate(seed: 2, count: 1_200);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string, int, int> Places()
    {
        var data = new TheoryData<string, int, int>();
        foreach (var place in new[] { "read", "operator", "timer", "write", "prepare", "commit", "committed", "storage-write", "storage-commit", "storage-committed" })
        {
            foreach (var (parallelism, splits) in new[] { (1, 1), (2, 4), (4, 4) })
                data.Add(place, parallelism, splits);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Places))]
    public async Task Output_is_exact_after_failures(string place, int parallelism, int splits)
    {
        foreach (var passes in new int[][] { [1], [5], [2, 3, 11] })
        {
            var faults = new Faults();
            foreach (var pass in passes)
                faults.At(place, pass);
            await RunTotalsAsync(place, faults, parallelism, splits);
        }
    }

    [Theory]
    [MemberData(nameof(Places))]
    public async Task Windows_are_exact_after_failures(string place, int parallelism, int splits)
    {
        foreach (var pass in new[] { 1, 4, 19 })
            await RunWindowsAsync(new Faults().At(place, pass).At(place, pass + 2), parallelism, splits);
    }

    private static async Task RunTotalsAsync(string place, Faults faults, int parallelism, int splits)
    {
        using var storage = new FaultyCheckpointStorage(faults);
        var sink = new ListSink<RunningTotal> { Faults = faults };
        var job = new TriggeredJob(TriggerEvery);
        var source = job.Source(faults, Input.Split(splits));
        var result = await Pipeline.From(source).KeyBy(reading => reading.Sensor).Process(() => new RunningTotals(faults)).To(sink)
            .RunAsync(job.Options(storage, parallelism), Token);
        Readings.AssertExactlyOnce(sink.Committed, Input);
        // Several may be thrown in one attempt, and a checkpoint that was committed although the storage failed is found.
        Assert.InRange(result.Restarts, faults.Thrown > 0 && place != "storage-committed" ? 1 : 0, faults.Thrown);
        Assert.Equal((0, 0), (sink.OpenWriters, source.OpenReaders));
    }

    private static async Task RunWindowsAsync(Faults faults, int parallelism, int splits)
    {
        using var storage = new FaultyCheckpointStorage(faults);
        var sink = new ListSink<WindowTotal> { Faults = faults };
        var job = new TriggeredJob(TriggerEvery);
        await Pipeline.From(job.Source(faults, Input.Split(splits))).WithEventTime(reading => reading.Time, TimeSpan.Zero)
            .KeyBy(WindowTotals.KeyOf).Process(() => new WindowTotals(faults)).To(sink)
            .RunAsync(job.Options(storage, parallelism), Token);
        Assert.Equal(Readings.Windows(Input), sink.Committed.Sorted());
    }
}
