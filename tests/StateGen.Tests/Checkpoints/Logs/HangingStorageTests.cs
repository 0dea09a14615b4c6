using StateGen.Checkpoints;
using StateGen.TestKit;
using StateGen.TestKit.Pipelines;
using StateGen.Tests.Pipelines;
using StateGen.Tests.Sources;

namespace StateGen.Tests.Checkpoints.Logs;

/// <summary>One call of the storage hangs and does not listen to its token. The timeout of the checkpoint holds nevertheless, and the late answer does no harm.</summary>
public sealed class HangingStorageTests : IDisposable
{
    private static readonly TimeSpan CheckpointTimeout = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);
    private static readonly Reading[] Input = Readings.Generate(seed: 17, count: 90);

    private readonly MemoryCheckpointStorage _files = new();
    private readonly ListSink<RunningTotal> _sink = new();
    private readonly VirtualTime _time = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_write_of_state_is_given_up_after_the_timeout_and_a_grace()
    {
        var storage = new DeafStorage(_files, "write");
        var running = RunAsync(storage, tolerated: 1);
        await ExpireAsync(storage);
        await _time.WaitForTimerAsync(Grace, Token).InTimeAsync();
        _time.Advance(Grace);
        Assert.Equal((1, 0), Failures(await running));
        await AssertExactAsync(storage);
    }

    [Theory]
    [InlineData("CheckpointCompleted", 1, 1, 0)]
    [InlineData("CheckpointCompleted", 0, 1, 1)]
    [InlineData("OutputCommitted", 1, 0, 1)]
    [InlineData("list", 1, 1, 0)]
    [InlineData("delete", 1, 0, 0)]
    public async Task A_call_of_the_log_is_given_up_after_the_timeout(string call, int tolerated, int failed, int restarts)
    {
        var storage = new DeafStorage(_files, call);
        var running = RunAsync(storage, tolerated);
        await ExpireAsync(storage);
        Assert.Equal((failed, restarts), Failures(await running));
        await AssertExactAsync(storage);
    }

    public void Dispose() => _files.Dispose();

    private static (int Failed, int Restarts) Failures(JobResult result) => (result.FailedCheckpoints, result.Restarts);

    private async Task ExpireAsync(DeafStorage storage)
    {
        await storage.Hanging.InTimeAsync();
        await _time.WaitForTimerAsync(CheckpointTimeout, Token).InTimeAsync();
        _time.Advance(CheckpointTimeout);
    }

    private async Task AssertExactAsync(DeafStorage storage)
    {
        Readings.AssertExactlyOnce(_sink.Committed, Input);
        var before = await _files.ListAsync("log/", Token);
        storage.Answer();
        await storage.Answered.InTimeAsync();
        var store = await CheckpointStore.OpenForReadingAsync(_files, "job", Token);
        await store.VerifyAsync(store.FindLatest()!, Token);
        Assert.True(store.FindLatest()!.IsFinished);
        Assert.Equal(store.FindLatest()!.CheckpointId, store.CommittedCheckpointId);
        Assert.Equal(before[^1], (await _files.ListAsync("log/", Token))[^1]);
    }

    private Task<JobResult> RunAsync(ICheckpointStorage storage, int tolerated)
    {
        var job = new TriggeredJob(triggerEvery: 2, readSize: 15);
        var options = job.Options(storage) with { Time = _time, CheckpointTimeout = CheckpointTimeout, TolerableCheckpointFailures = tolerated };
        return Task.Run(
            () => Pipeline.From(job.Source<Reading>(null, Input)).KeyBy(reading => reading.Sensor).Process(() => new RunningTotals()).To(_sink)
                .RunAsync(options, Token),
            Token);
    }

    /// <summary>A storage whose first call of a kind, once the job runs, is answered only when the test says so.</summary>
    private sealed class DeafStorage(ICheckpointStorage files, string call) : ICheckpointStorage
    {
        private readonly TaskCompletionSource _hanging = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _answered = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private volatile bool _isRunning;

        public string Location => files.Location;

        public Task Hanging => _hanging.Task;

        public Task Answered => _answered.Task;

        public void Answer() => _answer.SetResult();

        public Task WriteAsync(string path, Func<Stream, CancellationToken, Task> write, CancellationToken cancellationToken = default) => PassAsync("write", async () =>
        {
            await files.WriteAsync(path, write, CancellationToken.None);
            return true;
        });

        public Task<bool> TryCommitAsync(string path, ReadOnlyMemory<byte> content, CancellationToken cancellationToken = default)
        {
            var text = System.Text.Encoding.UTF8.GetString(content.Span);
            _isRunning |= text.Contains("CheckpointCompleted", StringComparison.Ordinal);
            return PassAsync(
                text.Contains($"\"kind\": \"{call}\"", StringComparison.Ordinal) ? call : "commit", () => files.TryCommitAsync(path, content, CancellationToken.None));
        }

        public Task<Stream?> TryOpenAsync(string path, CancellationToken cancellationToken = default) => files.TryOpenAsync(path, CancellationToken.None);

        public Task<IReadOnlyList<string>> ListAsync(string prefix, CancellationToken cancellationToken = default) =>
            PassAsync(_isRunning ? "list" : "", () => files.ListAsync(prefix, CancellationToken.None));

        public Task DeleteAsync(string path, CancellationToken cancellationToken = default) => PassAsync(_isRunning ? "delete" : "", async () =>
        {
            await files.DeleteAsync(path, CancellationToken.None);
            return true;
        });

        public void Dispose()
        {
        }

        private async Task<TResult> PassAsync<TResult>(string kind, Func<Task<TResult>> operation)
        {
            if (kind != call || !_hanging.TrySetResult())
                return await operation();
            await _answer.Task;
            try
            {
                return await operation();
            }
            finally
            {
                _answered.SetResult();
            }
        }
    }
}
