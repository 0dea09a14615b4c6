using StateGen.Tests.Pipelines;

namespace StateGen.Tests.Sources;

/// <summary>Registers a timer for the time of each event, and tells which have fired: the watermark as an operator sees it.</summary>
internal sealed class Alarms(AlarmLog log) : TotalOperator<Reading, Reading>("alarms")
{
    protected override void OnEvent(Reading value, OperatorContext<Reading> context)
    {
        Count++;
        context.Timers.RegisterEventTime(value.Time);
        log.Receive(value, context.Watermark);
        context.Emit(value);
    }

    protected override void OnTimer(FiredTimer timer, OperatorContext<Reading> context) => log.Fire(timer.Timestamp.ToUnixTimeMilliseconds());
}

/// <summary>What the operator has seen. Thread-safe.</summary>
internal sealed class AlarmLog
{
    private readonly Lock _gate = new();
    private readonly List<long> _fired = [];
    private readonly List<(Reading Event, long Watermark)> _received = [];
    private readonly List<(Func<bool> Condition, TaskCompletionSource Met)> _waits = [];

    /// <summary>The times of the timers that have fired, in order.</summary>
    public IReadOnlyList<long> Fired
    {
        get
        {
            lock (_gate)
                return [.. _fired];
        }
    }

    /// <summary>The events, each with the watermark at which it was processed.</summary>
    public IReadOnlyList<(Reading Event, long Watermark)> Received
    {
        get
        {
            lock (_gate)
                return [.. _received];
        }
    }

    public void Receive(Reading value, DateTimeOffset watermark) => Change(() => _received.Add((value, watermark.ToUnixTimeMilliseconds())));

    public void Fire(long milliseconds) => Change(() => _fired.Add(milliseconds));

    public Task FiredAsync(long milliseconds) => MetAsync(() => _fired.Contains(milliseconds));

    public Task ReceivedAsync(int count) => MetAsync(() => _received.Count >= count);

    private void Change(Action change)
    {
        lock (_gate)
        {
            change();
            foreach (var (_, met) in _waits.Where(wait => wait.Condition()))
                met.TrySetResult();
        }
    }

    private Task MetAsync(Func<bool> condition)
    {
        lock (_gate)
        {
            var met = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waits.Add((condition, met));
            if (condition())
                met.SetResult();
            return met.Task.InTimeAsync();
        }
    }
}
