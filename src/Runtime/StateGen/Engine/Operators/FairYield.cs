using System.Runtime.CompilerServices;

namespace StateGen.Engine.Operators;

/// <summary>
/// Lets the other subtasks have a turn. Unlike <see cref="Task.Yield"/>, it goes to the back of the thread pool's common queue, so that two
/// subtasks that keep each other busy do not keep the others from running where there are fewer threads than subtasks.
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
