using System.Runtime.ExceptionServices;

namespace StateGen.Engine.Jobs;

/// <summary>The tasks of one attempt: the first that fails cancels all others, and its exception is the one that is seen.</summary>
internal sealed class SubtaskGroup(CancellationToken cancellationToken) : IDisposable
{
    private readonly CancellationTokenSource _stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
    private readonly List<Task> _tasks = [];
    private ExceptionDispatchInfo? _failure;
    private volatile bool _wasCanceled;

    public void Start(Func<CancellationToken, Task> run) => _tasks.Add(Task.Run(() => GuardAsync(run), CancellationToken.None));

    /// <summary>Waits until all tasks have ended.</summary>
    /// <exception cref="OperationCanceledException">The group was canceled from outside.</exception>
    public async Task CompleteAsync()
    {
        await Task.WhenAll(_tasks).ConfigureAwait(false);
        _failure?.Throw();
        if (_wasCanceled)
            throw new OperationCanceledException(cancellationToken);
    }

    public void Dispose() => _stop.Dispose();

    private async Task GuardAsync(Func<CancellationToken, Task> run)
    {
        try
        {
            await run(_stop.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            _wasCanceled = true;
        }
        catch (Exception exception)
        {
            // CompleteAsync throws it. What fails while the others stop is its consequence, and is not kept.
            Interlocked.CompareExchange(ref _failure, ExceptionDispatchInfo.Capture(exception), null);
            await _stop.CancelAsync().ConfigureAwait(false);
        }
    }
}
