using StateGen.Checkpoints;
using StateGen.TestKit;
using StateGen.TestKit.Pipelines;
using StateGen.Tests.Pipelines;
using StateGen.Tests.Sources;

namespace StateGen.Tests.Checkpoints.Logs;

/// <summary>
/// A process stands still while it reads, another one takes over, and the first one goes on: it writes and prepares output, and then it ends. None of its
/// output remains, hidden or visible.
/// </summary>
public sealed class AbandonedOutputTests : IDisposable
{
    private const int Count = 60;
    // The second read, before which there is a checkpoint: the part that follows is begun after the successor has looked for such parts.
    private const int StoppedAt = 10;

    private readonly MemoryCheckpointStorage _files = new();
    private readonly TemporaryDirectory _output = new();
    private readonly TaskCompletionSource _stopped = NewSource();
    private readonly TaskCompletionSource _goOn = NewSource();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_process_that_goes_on_after_its_successor_has_finished_removes_what_it_has_prepared()
    {
        var first = RunAsync(StopAsync);
        await _stopped.Task.InTimeAsync();
        await RunAsync(beforeRead: null).InTimeAsync();
        _goOn.SetResult();
        await Assert.ThrowsAsync<JobSupersededException>(() => first.InTimeAsync());
        AssertExact();
    }

    [Fact]
    public async Task A_successor_that_finishes_removes_what_the_process_before_it_has_prepared()
    {
        var (begun, gate) = (NewSource(), NewSource());
        var first = RunAsync(StopAsync);
        await _stopped.Task.InTimeAsync();
        var second = RunAsync(async _ =>
        {
            begun.TrySetResult();
            await gate.Task;
        });
        await begun.Task.InTimeAsync();
        _goOn.SetResult();
        await Assert.ThrowsAsync<JobSupersededException>(() => first.InTimeAsync());
        gate.SetResult();
        await second.InTimeAsync();
        AssertExact();
    }

    public void Dispose()
    {
        _files.Dispose();
        _output.Dispose();
    }

    private static TaskCompletionSource NewSource() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private async Task StopAsync(int next)
    {
        if (next != StoppedAt)
            return;
        _stopped.TrySetResult();
        await _goOn.Task;
    }

    private Task<JobResult> RunAsync(Func<int, Task>? beforeRead)
    {
        var job = new TriggeredJob(triggerEvery: 2, readSize: 10);
        var triggered = job.Source<int>(null, [.. Enumerable.Range(0, Count)]);
        var source = new ListSource<int>(triggered.Events)
        {
            ReadSize = triggered.ReadSize,
            BeforeRead = async (split, next, token) =>
            {
                await triggered.BeforeRead!(split, next, token);
                if (beforeRead is not null)
                    await beforeRead(next);
            },
        };
        var pipeline = Pipeline.From(source).To(FileSink.Lines<int>(_output.Path, static number => $"{number:D2}"));
        return Task.Run(() => pipeline.RunAsync(job.Options(new ProcessStorage(_files)) with { Time = new VirtualTime() }, Token), Token);
    }

    private void AssertExact()
    {
        Assert.DoesNotContain(_output.Names(), static name => name.StartsWith(".part", StringComparison.Ordinal));
        Assert.Equal(
            Enumerable.Range(0, Count).Select(static number => $"{number:D2}"),
            Directory.GetFiles(_output.Path, "part-*").SelectMany(File.ReadAllLines).Order(StringComparer.Ordinal));
    }
}
