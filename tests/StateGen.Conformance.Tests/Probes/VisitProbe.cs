namespace StateGen.Conformance.Tests.Probes;

/// <summary>An operator with state of every kind whose events, and visits of keys for a broadcast event, are the code that it runs.</summary>
[Operator("visit-probe")]
public sealed partial class VisitProbe : KeyedBroadcastOperator<string, Action<VisitProbe>, VisitProbe.Visit, string>
{
    public static readonly OutputTag<string> Side = new("side");

    [State]
    public partial long Number { get; set; }

    [State]
    public partial MapState<string, long> Map { get; }

    [State]
    public partial SortedMapState<int, string> Sorted { get; }

    [State]
    public partial ListState<string> List { get; }

    [State]
    [Ttl(Milliseconds = 100)]
    public partial string? Fading { get; set; }

    [State]
    [Ttl(Milliseconds = 100)]
    public partial MapState<int, int> FadingMap { get; }

    [State]
    [Ttl(Milliseconds = 100)]
    public partial ListState<long> FadingList { get; }

    [State]
    public partial BroadcastState<string, long> Shared { get; }

    [OperatorState]
    public partial OperatorListState<string> Visited { get; }

    public string CurrentKey => Key;

    public OperatorContext<string> Context { get; private set; } = null!;

    public void Clear() => ClearState();

    protected override void OnEvent(Action<VisitProbe> value, OperatorContext<string> context)
    {
        Context = context;
        value(this);
    }

    protected override void OnTimer(FiredTimer timer, OperatorContext<string> context) => context.Emit($"timer of {Key}");

    protected override void OnBroadcast(Visit value, BroadcastContext<string> context)
    {
        context.VisitKeys();
        value.Broadcast?.Invoke(this);
        context.VisitKeys();
    }

    protected override void OnKey(Visit value, OperatorContext<string> context)
    {
        Context = context;
        value.Key(this);
    }

    /// <summary>Has a callback called for each key, and another one before it.</summary>
    public sealed record Visit(Action<VisitProbe> Key, Action<VisitProbe>? Broadcast = null);
}
