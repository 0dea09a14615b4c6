using System.Runtime.InteropServices;

namespace StateGen.Engine.Jobs;

/// <summary>
/// The request that a run of a job stops gracefully: the token of the options, or the first signal that asks the process to end. A second signal has its
/// default effect and ends the process. Thread-safe.
/// </summary>
internal sealed class StopSignal : IDisposable
{
    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _requested;
    private readonly PosixSignalRegistration[] _registrations;
    private bool _isUsed;

    public StopSignal(PipelineOptions options)
    {
        _requested = CancellationTokenSource.CreateLinkedTokenSource(options.StopRequested);
        Token = _requested.Token;
        _registrations = options.StopOnTermination
            ? [PosixSignalRegistration.Create(PosixSignal.SIGTERM, Receive), PosixSignalRegistration.Create(PosixSignal.SIGINT, Receive)]
            : [];
    }

    public CancellationToken Token { get; }

    public bool IsRequested => Token.IsCancellationRequested;

    public void Receive(PosixSignalContext signal)
    {
        lock (_gate)
        {
            if (_isUsed)
                return;
            _isUsed = true;
            signal.Cancel = true;
            _requested.Cancel();
        }
    }

    public void Dispose()
    {
        foreach (var registration in _registrations)
            registration.Dispose();
        // A signal may still be on its way.
        lock (_gate)
        {
            _isUsed = true;
            _requested.Dispose();
        }
    }
}
