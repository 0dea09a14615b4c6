namespace StateGen.Conformance.Tests.Probes;

/// <summary>An operator whose events and broadcast events are the code that it runs.</summary>
[Operator("broadcast-probe")]
public sealed partial class BroadcastProbe : KeyedBroadcastOperator<string, Action<BroadcastProbe>, Action<BroadcastProbe>, string>
{
    public static readonly OutputTag<string> Side = new("side");

    [State]
    public partial BroadcastState<string, string?> Names { get; }

    [State]
    public partial BroadcastState<decimal, Total> Totals { get; }

    [State(Copy = true)]
    public partial BroadcastState<DateTimeOffset, List<int>> Copied { get; }

    [State]
    public partial long Number { get; set; }

    [State]
    public partial MapState<string, long> Map { get; }

    public string CurrentKey => Key;

    public OperatorContext<string> Context { get; private set; } = null!;

    public BroadcastContext<string> BroadcastContext { get; private set; } = null!;

    public void Clear() => ClearState();

    protected override void OnEvent(Action<BroadcastProbe> value, OperatorContext<string> context)
    {
        Context = context;
        value(this);
    }

    protected override void OnTimer(FiredTimer timer, OperatorContext<string> context) => context.Emit($"{Key}: {Names.GetValueOrDefault(Key)}");

    protected override void OnBroadcast(Action<BroadcastProbe> value, BroadcastContext<string> context)
    {
        BroadcastContext = context;
        value(this);
    }
}
