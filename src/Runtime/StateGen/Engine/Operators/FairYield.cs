using System.Runtime.CompilerServices;

namespace StateGen.Engine.Operators;

/// <summary>
/// Yields to the other subtasks. Unlike <see cref="Task.Yield"/>, it queues the continuation at the end of the thread pool's global queue. With fewer threads
/// than subtasks, two subtasks that wake each other would otherwise prevent the others from running.
/// </summary>
internal readonly struct FairYield : ICriticalNotifyCompletion
{
    private static readonly Action<Action> Run = static continuation => continuation();

    public bool IsCompleted => false;

    public FairYield GetAwaiter() => this;

    public void GetResult()
    {
    }

    public void OnCompleted(Action continuation) => ThreadPool.QueueUserWorkItem(Run, continuation, preferLocal: false);

    public void UnsafeOnCompleted(Action continuation) => ThreadPool.UnsafeQueueUserWorkItem(Run, continuation, preferLocal: false);
}
