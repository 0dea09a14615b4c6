using StateGen.Checkpoints;

namespace StateGen.Tests.Checkpoints;

public sealed class PartStreamTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_small_content_begins_no_part()
    {
        await using var stream = new PartStream((_, _, _) => throw new InvalidOperationException(), partLength: 4, cancellationToken: Token);
        await stream.WriteAsync(new byte[] { 1, 2, 3 }, Token);
        Assert.Equal(0, stream.PartCount);
        Assert.Equal([1, 2, 3], stream.Rest.ToArray());
        Assert.Equal(3, stream.Length);
    }

    [Fact]
    public async Task A_large_content_is_uploaded_in_parts_of_one_length()
    {
        var parts = new byte[3][];
        await using var stream = new PartStream(
            (number, content, _) =>
            {
                parts[number] = content.ToArray();
                return Task.CompletedTask;
            },
            partLength: 4,
            cancellationToken: Token);
        await stream.WriteAsync(new byte[] { 1, 2, 3, 4, 5 }, Token);
        stream.Write([6, 7, 8, 9]);
        await stream.CompleteAsync();
        Assert.Equal([[1, 2, 3, 4], [5, 6, 7, 8], [9]], parts);
    }

    [Fact]
    public async Task No_more_parts_are_uploaded_at_once_than_asked_for()
    {
        var (running, most) = (0, 0);
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var stream = new PartStream(
            async (_, _, _) =>
            {
                most = Math.Max(most, Interlocked.Increment(ref running));
                await release.Task;
                Interlocked.Decrement(ref running);
            },
            partLength: 1,
            parallel: 2,
            cancellationToken: Token);
        var writing = stream.WriteAsync(new byte[10], Token).AsTask();
        Assert.False(writing.IsCompleted);
        Assert.Equal(2, stream.PartCount);
        release.SetResult();
        await writing;
        await stream.CompleteAsync();
        Assert.Equal((2, 10), (most, stream.PartCount));
    }

    [Fact]
    public async Task The_failure_of_a_part_reaches_the_writer_and_cancels_the_other_parts()
    {
        await using var stream = new PartStream(
            (number, _, token) => number == 1 ? Task.FromException(new CheckpointStorageException("part")) : Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, token),
            partLength: 1,
            parallel: 3,
            cancellationToken: Token);
        await stream.WriteAsync(new byte[2], Token);
        await Assert.ThrowsAsync<CheckpointStorageException>(async () => await stream.WriteAsync(new byte[2], Token));
        await Assert.ThrowsAsync<CheckpointStorageException>(stream.CompleteAsync);
    }

    [Fact]
    public async Task Disposing_cancels_the_uploads_and_waits_for_them()
    {
        var isCancelled = false;
        var stream = new PartStream(
            async (_, _, token) =>
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                isCancelled = true;
            },
            partLength: 1,
            cancellationToken: Token);
        await stream.WriteAsync(new byte[1], Token);
        await stream.DisposeAsync();
        Assert.True(isCancelled);
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await stream.WriteAsync(new byte[1], Token));
    }
}
