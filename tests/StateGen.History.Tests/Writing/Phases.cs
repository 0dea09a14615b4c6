namespace StateGen.History.Tests.Writing;

/// <summary>Holds events back until their phase begins. Thread-safe.</summary>
internal sealed class Phases
{
    private readonly TaskCompletionSource[] _begun = [.. Enumerable.Range(0, 4).Select(_ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously))];

    public Phases() => Begin(1);

    public void Begin(int phase) => _begun[phase].TrySetResult();

    public Task WaitForAsync(int phase, CancellationToken cancellationToken) => _begun[phase].Task.WaitAsync(cancellationToken);
}
