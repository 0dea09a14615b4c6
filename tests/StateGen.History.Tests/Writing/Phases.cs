namespace StateGen.History.Tests.Writing;

/// <summary>Holds events back until their phase begins. Thread-safe.</summary>
internal sealed class Phases
{
    private readonly TaskCompletionSource _second = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _third = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Begin(int phase) => (phase == 2 ? _second : _third).TrySetResult();

    public Task WaitForAsync(int phase, CancellationToken cancellationToken) => phase switch
    {
        1 => Task.CompletedTask,
        2 => _second.Task.WaitAsync(cancellationToken),
        _ => _third.Task.WaitAsync(cancellationToken),
    };
}
