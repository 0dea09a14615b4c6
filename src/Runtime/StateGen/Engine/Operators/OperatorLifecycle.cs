namespace StateGen.Engine.Operators;

/// <summary>
/// Opens an operator, and closes it once if it was opened. An operator whose opening failed is not closed. Used by one thread at a time.
/// </summary>
/// <param name="operatorId">The id of the operator.</param>
/// <param name="subtask">The index of the subtask.</param>
/// <param name="open">The callback that opens the operator.</param>
/// <param name="close">The callback that closes it.</param>
internal sealed class OperatorLifecycle(
    string operatorId, int subtask, Func<OperatorOpenContext, CancellationToken, ValueTask> open, Func<ValueTask> close)
{
    private bool _isOpen;

    /// <exception cref="StateGenException">The operator threw.</exception>
    public async ValueTask OpenAsync(OperatorOpenContext context, CancellationToken cancellationToken)
    {
        try
        {
            await open(context, cancellationToken).ConfigureAwait(false);
            _isOpen = true;
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            // The callback is user code and may throw any exception. The error policy does not apply, because no record has caused it.
            throw Failure("opened", exception);
        }
    }

    /// <exception cref="StateGenException">The operator threw.</exception>
    public async ValueTask CloseAsync()
    {
        if (!_isOpen)
            return;
        _isOpen = false;
        try
        {
            await close().ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            // The callback is user code and may throw any exception.
            throw Failure("closed", exception);
        }
    }

    private StateGenException Failure(string attempted, Exception exception) =>
        new($"Operator '{operatorId}' could not be {attempted} in subtask {subtask}: {exception.Message}", exception)
        {
            IsPermanent = exception is StateGenException { IsPermanent: true },
        };
}
