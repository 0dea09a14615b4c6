namespace StateGen.TestKit.Pipelines;

public static class StopRequests
{
    /// <summary>
    /// Gets a <see cref="ListSource{T}.BeforeRead"/> that requests the stop when a split has returned <paramref name="count"/> events, and reads no
    /// further: the request takes time to arrive, in which the input could end.
    /// </summary>
    /// <param name="stop">The source of the token that requests the stop, or that cancels the job.</param>
    /// <param name="count">The number of events.</param>
    /// <param name="splits">The number of splits that must have returned so many events.</param>
    public static Func<int, int, CancellationToken, ValueTask> AfterEvents(this CancellationTokenSource stop, int count, int splits = 1)
    {
        return async (_, next, cancellationToken) =>
        {
            if (next < count)
                return;
            if (Interlocked.Decrement(ref splits) <= 0)
                await stop.CancelAsync();
            await new TaskCompletionSource().Task.WaitAsync(cancellationToken);
        };
    }
}
