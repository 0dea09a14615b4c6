namespace StateGen.TestKit.Pipelines;

public static class StopRequests
{
    /// <summary>
    /// Gets a <see cref="ListSource{T}.BeforeRead"/> that requests the stop when a split has returned <paramref name="count"/> events, and reads no
    /// further: the request takes time to arrive, in which the input could end.
    /// </summary>
    public static Func<int, int, CancellationToken, ValueTask> AfterEvents(this CancellationTokenSource stop, int count) => async (_, next, cancellationToken) =>
    {
        if (next < count)
            return;
        await stop.CancelAsync();
        await new TaskCompletionSource().Task.WaitAsync(cancellationToken);
    };
}
