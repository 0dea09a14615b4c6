using StateGen.Checkpoints;
using StateGen.TestKit;
using StateGen.TestKit.Pipelines;
using StateGen.Tests.Pipelines;
using StateGen.Tests.Sources;

namespace StateGen.Tests.Checkpoints.Logs;

/// <summary>
/// A process stands still before or after each of its operations on the storage, another one takes over, and the first one goes on: it ends with the
/// message that it was superseded, the output is exact, and nothing that the second one can see has changed.
/// </summary>
public sealed class StoppedProcessTests : IDisposable
{
    private static readonly Reading[] Input = Readings.Generate(seed: 15, count: 90);

    // The claim is read first.
    private const int OperationsBeforeTheLog = 1;

    private readonly MemoryCheckpointStorage _files = new();
    private readonly ListSink<RunningTotal> _sink = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_process_that_another_one_has_superseded_ends_when_that_one_has_finished(bool isAfter)
    {
        for (var at = 1; await StopAsync(at, isAfter, isFinished: true); at++)
            Assert.True(at < 1_000, "the job never ends");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_process_that_another_one_has_superseded_ends_while_that_one_goes_on(bool isAfter)
    {
        for (var at = 1; await StopAsync(at, isAfter, isFinished: false); at++)
            Assert.True(at < 1_000, "the job never ends");
    }

    public void Dispose() => _files.Dispose();

    /// <returns>false if the first process has ended before the operation.</returns>
    private static async Task<bool> StopAsync(int at, bool isAfter, bool isFinished)
    {
        using var round = new StoppedProcessTests();
        // A process that does not find out that it was superseded may wait without end.
        return await round.StopFirstAsync(at, isAfter, isFinished).InTimeAsync();
    }

    private async Task<bool> StopFirstAsync(int at, bool isAfter, bool isFinished)
    {
        var (stopped, goOn) = (NewSource(), NewSource());
        var first = RunAsync(new ProcessStorage(_files, isAfter ? null : StopAsync, isAfter ? StopAsync : null), gate: null);
        if (await Task.WhenAny(stopped.Task, first) == first)
        {
            await first;
            return false;
        }

        var gate = NewSource();
        var (atGate, second) = StartSecond(gate.Task);
        if (isFinished)
            gate.SetResult();
        await Task.WhenAny(isFinished ? second : atGate, second);
        var before = await VisibleAsync();
        goOn.SetResult();
        // A process that has not yet looked at the log when it is stopped starts after the other one, and takes over from it.
        if (at <= (isAfter ? OperationsBeforeTheLog : OperationsBeforeTheLog + 1) && !isFinished)
        {
            await first;
            gate.SetResult();
            await Assert.ThrowsAsync<JobSupersededException>(() => second);
        }
        else
        {
            await AssertSupersededAsync(first, mayFinish: second.IsCompletedSuccessfully && (await second).AlreadyFinished, mayFind: isFinished, at);
            Assert.Equal(before, await VisibleAsync());
            gate.TrySetResult();
            await second;
        }

        Readings.AssertExactlyOnce(_sink.Committed, Input);
        await AssertNothingIsLeftAsync();
        return true;

        async ValueTask StopAsync(int number)
        {
            if (number != at)
                return;
            stopped.SetResult();
            await goOn.Task;
        }
    }

    private (Task AtGate, Task<JobResult> Running) StartSecond(Task gate)
    {
        var atGate = NewSource();
        return (atGate.Task, RunAsync(new ProcessStorage(_files), async () =>
        {
            atGate.TrySetResult();
            await gate;
        }));
    }

    private static TaskCompletionSource NewSource() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private Task<JobResult> RunAsync(ICheckpointStorage storage, Func<Task>? gate)
    {
        var job = new TriggeredJob(triggerEvery: 2, readSize: 15);
        var source = job.Source<Reading>(null, Input);
        var reads = 0;
        var gated = new ListSource<Reading>(Input)
        {
            ReadSize = source.ReadSize,
            BeforeRead = async (split, next, token) =>
            {
                if (++reads == 4 && gate is not null)
                    await gate().WaitAsync(token);
                await source.BeforeRead!(split, next, token);
            },
        };
        return Task.Run(
            () => Pipeline.From(gated).KeyBy(reading => reading.Sensor).Process(() => new RunningTotals()).To(_sink)
                .RunAsync(job.Options(storage, parallelism: 2) with { Time = new VirtualTime() }, Token),
            Token);
    }

    /// <param name="first">The process that was stopped.</param>
    /// <param name="mayFinish">true if the other one found the job finished: the first one was only stopped after the end.</param>
    /// <param name="mayFind">true if the other one has finished the job, which a process that has begun nothing may find.</param>
    /// <param name="at">The operation at which it was stopped.</param>
    private static async Task AssertSupersededAsync(Task<JobResult> first, bool mayFinish, bool mayFind, int at)
    {
        try
        {
            var result = await first;
            Assert.True(mayFinish || (mayFind && result.AlreadyFinished), $"stopped at {at}: {result}");
        }
        catch (JobSupersededException superseded)
        {
            Assert.Contains("has taken over the checkpoints in 'memory'", superseded.Message, StringComparison.Ordinal);
        }
    }

    // What the latest entry of the log names, and the entry itself.
    private async Task<IEnumerable<string>> VisibleAsync()
    {
        var visible = new List<string>();
        var store = await CheckpointStore.OpenForReadingAsync(_files, "job", Token);
        foreach (var path in await _files.ListAsync("log/", Token))
            visible.Add(path == (await _files.ListAsync("log/", Token))[^1] ? $"{path} {Convert.ToHexString(await ReadAsync(path))}" : "");
        if (store.FindLatest() is { } latest)
        {
            await store.VerifyAsync(latest, Token);
            visible.AddRange(latest.Files.Select(file => $"{file}"));
        }

        return [.. visible.Where(line => line.Length > 0), $"{string.Join(",", store.CheckpointIds)} {store.CommittedCheckpointId}", .. _sink.Committed.Select(total => $"{total}")];
    }

    private async Task<byte[]> ReadAsync(string path)
    {
        using var content = new MemoryStream();
        await using var file = await _files.TryOpenAsync(path, Token);
        await file!.CopyToAsync(content, Token);
        return content.ToArray();
    }

    // The next start removes what the first process has left.
    private async Task AssertNothingIsLeftAsync()
    {
        var store = await CheckpointStore.OpenAsync(_files, "job", cancellationToken: Token);
        foreach (var id in store.CheckpointIds.SkipLast(1).ToArray())
            await store.DiscardAsync(id, Token);
        var latest = store.FindLatest()!;
        Assert.Equal(latest.Files.Select(file => file.Path).Order(StringComparer.Ordinal), await _files.ListAsync("chk-", Token));
        Assert.Equal(2, (await _files.ListAsync("log/", Token)).Count);
    }
}
