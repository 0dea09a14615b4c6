namespace Corpus.ThreadsCorrect.BidScheduler;

public sealed record Task(string Name, int Priority)
{
    public static void Run(Action action) => action();
}

public static class Parallel
{
    public static void ForEach<T>(IEnumerable<T> items, Action<T> action)
    {
        foreach (var item in items)
            action(item);
    }
}

public sealed class Timer(Action elapsed)
{
    public void Fire() => elapsed();
}

[Operator("threadscorrect.bid-scheduler")]
public sealed partial class BidScheduler : KeyedOperator<string, Task, int>
{
    [State] private partial int Priority { get; set; }

    [State] private partial int Tasks { get; set; }

    protected override void OnEvent(Task task, OperatorContext<int> context)
    {
        Task.Run(() => Tasks++);
        Task.Run(Raise);
        Parallel.ForEach(new[] { task }, one => Priority += one.Priority);
        var timer = new Timer(() => context.Emit(Priority));
        timer.Fire();
    }

    private void Raise() => Priority++;
}
