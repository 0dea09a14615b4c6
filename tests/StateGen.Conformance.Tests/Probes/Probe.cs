namespace StateGen.Conformance.Tests.Probes;

/// <summary>An operator whose events are the code that it runs: a test says in place what happens to state.</summary>
[Operator("probe")]
public sealed partial class Probe : KeyedOperator<string, Action<Probe>, string>
{
    [State]
    public partial long Number { get; set; }

    [State]
    public partial int? Optional { get; set; }

    [State]
    public partial string? Text { get; set; }

    [State]
    public partial Total? Total { get; set; }

    [State]
    public partial MapState<string, string?> Map { get; }

    [State]
    public partial MapState<long, Total> Totals { get; }

    [State]
    public partial ListState<string> List { get; }

    [State]
    public partial ListState<long> Numbers { get; }

    public string CurrentKey => Key;

    /// <summary>What a timer does; by default it emits its key and time.</summary>
    public Action<Probe, FiredTimer> TimerAction { get; set; } = (probe, timer) => probe.Emit($"{probe.Key}@{timer.Timestamp.ToUnixTimeMilliseconds()}");

    public OperatorContext<string> Context { get; private set; } = null!;

    public void Emit(string value) => Context.Emit(value);

    public void Clear() => ClearState();

    public void RegisterAt(long milliseconds) => Context.Timers.RegisterEventTime(DateTimeOffset.FromUnixTimeMilliseconds(milliseconds));

    public void DeleteAt(long milliseconds) => Context.Timers.DeleteEventTime(DateTimeOffset.FromUnixTimeMilliseconds(milliseconds));

    protected override void OnEvent(Action<Probe> value, OperatorContext<string> context)
    {
        Context = context;
        value(this);
    }

    protected override void OnTimer(FiredTimer timer, OperatorContext<string> context)
    {
        Context = context;
        TimerAction(this, timer);
    }
}
