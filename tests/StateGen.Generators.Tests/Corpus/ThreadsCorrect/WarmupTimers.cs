using System.Threading;

namespace Corpus.ThreadsCorrect.WarmupTimers;

public sealed record Tick(int Value);

public sealed class Gauge
{
    private long _value;

    public long Value => Interlocked.Read(ref _value);

    public void Record(int value) => Interlocked.Add(ref _value, value);
}

[Operator("threadscorrect.warmup-timers")]
public sealed partial class WarmupTimers : KeyedOperator<int, Tick, int>, IDisposable, IAsyncDisposable
{
    private readonly Gauge _gauge;
    private readonly Timer _timer;
    private readonly System.Timers.Timer _slow = new(1_000);
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _loop;

    public WarmupTimers(Gauge gauge)
    {
        _gauge = gauge;
        _timer = new Timer(_ => Console.WriteLine(_gauge.Value), null, 0, 1_000);
        _slow.Elapsed += OnElapsed;
        _slow.Elapsed += (_, _) => gauge.Record(0);
        _loop = Task.Run(LoopAsync);
        var description = nameof(Total) + nameof(Key);
        Console.WriteLine(description);
    }

    [State] private partial int Total { get; set; }

    [State] private partial DateTimeOffset? Deadline { get; set; }

    protected override void OnEvent(Tick tick, OperatorContext<int> context)
    {
        Total += tick.Value;
        _gauge.Record(tick.Value);
        if (Deadline is { } deadline)
            context.Timers.DeleteEventTime(deadline);
        Deadline = context.Timestamp.AddSeconds(tick.Value);
        context.Timers.RegisterEventTime(Deadline.Value);
        Flush(context);
    }

    public void Dispose()
    {
        _timer.Dispose();
        _slow.Dispose();
        _stopping.Dispose();
        Close(this);
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _loop.ConfigureAwait(false);
        await _timer.DisposeAsync();
    }

    private static void Close(WarmupTimers operation) => Console.WriteLine(operation._gauge.Value);

    private void Flush(OperatorContext<int> context)
    {
        if (Total > 10)
            context.Emit(Total);
    }

    private void OnElapsed(object? sender, System.Timers.ElapsedEventArgs e) => _gauge.Record(1);

    private async Task LoopAsync()
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(10));
        while (await timer.WaitForNextTickAsync(_stopping.Token))
            Console.WriteLine(_gauge.Value);
    }
}

public abstract class PreparedOperator : KeyedOperator<int, Tick, string>
{
    protected PreparedOperator(int size) => Size = Prepare(size);

    protected int Size { get; }

    protected virtual int Prepare(int size) => size;
}

[Operator("threadscorrect.warmup-timers.prepared")]
public sealed partial class Prepared : PreparedOperator
{
    private readonly Action<Tick> _count;
    private readonly Func<string> _name;

    public Prepared(int size)
        : base(size)
    {
        void CountTick(Tick tick) => Ticks += tick.Value;
        _count = CountTick;
        _name = () => $"{Key}";
        int Twice(int value) => value * 2;
        Console.WriteLine(Twice(Size));
    }

    [State] private partial int Ticks { get; set; }

    protected override int Prepare(int size) => size + 1;

    protected override void OnEvent(Tick tick, OperatorContext<string> context)
    {
        _count(tick);
        context.Emit(_name());
    }
}
