namespace StateGen.Conformance.Tests.Probes;

/// <summary>An operator with operator state whose events, timers and broadcast events are the code that it runs.</summary>
[Operator("operator-state-probe")]
public sealed partial class OperatorStateProbe(Action<OperatorStateProbe>? open = null, Action<OperatorStateProbe>? close = null)
    : KeyedBroadcastOperator<string, Action<OperatorStateProbe>, Action<OperatorStateProbe>, string>
{
    private Action<OperatorStateProbe>? _onTimer;

    [OperatorState]
    public partial OperatorListState<string> Items { get; }

    [OperatorState(Redistribution = OperatorStateRedistribution.Union)]
    public partial OperatorListState<Total> Totals { get; }

    [OperatorState(Copy = true, Name = "copies")]
    public partial OperatorListState<List<int>> Copied { get; }

    [State]
    public partial long Number { get; set; }

    public void Clear() => ClearState();

    public void OnTimerAt(int seconds, Action<OperatorStateProbe> callback)
    {
        _onTimer = callback;
        Context.Timers.RegisterEventTime(DateTimeOffset.UnixEpoch.AddSeconds(seconds));
    }

    private OperatorContext<string> Context { get; set; } = null!;

    protected override ValueTask OnOpenAsync(OperatorOpenContext context, CancellationToken cancellationToken)
    {
        open?.Invoke(this);
        return ValueTask.CompletedTask;
    }

    protected override ValueTask OnCloseAsync()
    {
        close?.Invoke(this);
        return ValueTask.CompletedTask;
    }

    protected override void OnEvent(Action<OperatorStateProbe> value, OperatorContext<string> context)
    {
        Context = context;
        value(this);
    }

    protected override void OnTimer(FiredTimer timer, OperatorContext<string> context) => _onTimer!(this);

    protected override void OnBroadcast(Action<OperatorStateProbe> value, BroadcastContext<string> context) => value(this);
}
