namespace StateGen.Conformance.Tests.Probes;

/// <summary>An operator whose events are the code that it runs, with a state of each kind for each option of a time to live of 100 ms.</summary>
[Operator("ttl-options")]
public sealed partial class TtlProbe : KeyedOperator<string, Action<TtlProbe>, string>
{
    [State]
    [Ttl(Milliseconds = 100, Refresh = TtlRefresh.OnReadAndWrite)]
    public partial long RefreshedNumber { get; set; }

    [State]
    [Ttl(Milliseconds = 100, Refresh = TtlRefresh.OnReadAndWrite)]
    public partial MapState<string, long> RefreshedMap { get; }

    [State]
    [Ttl(Milliseconds = 100, Refresh = TtlRefresh.OnReadAndWrite)]
    public partial ListState<long> RefreshedList { get; }

    [State]
    [Ttl(Milliseconds = 100, Refresh = TtlRefresh.OnReadAndWrite)]
    public partial ListState<string> RefreshedTexts { get; }

    [State]
    [Ttl(Milliseconds = 100, Visibility = TtlVisibility.ReturnExpiredIfNotRemoved)]
    public partial long VisibleNumber { get; set; }

    [State]
    [Ttl(Milliseconds = 100, Visibility = TtlVisibility.ReturnExpiredIfNotRemoved)]
    public partial MapState<string, long> VisibleMap { get; }

    [State]
    [Ttl(Milliseconds = 100, Visibility = TtlVisibility.ReturnExpiredIfNotRemoved)]
    public partial ListState<long> VisibleList { get; }

    [State]
    [Ttl(Milliseconds = 100, Clock = TtlClock.EventTime)]
    public partial long EventNumber { get; set; }

    [State]
    [Ttl(Milliseconds = 100, Clock = TtlClock.EventTime)]
    public partial MapState<string, long> EventMap { get; }

    [State]
    [Ttl(Milliseconds = 100, Clock = TtlClock.EventTime)]
    public partial ListState<long> EventList { get; }

    [State]
    [Ttl(Milliseconds = 100, Clock = TtlClock.EventTime, Refresh = TtlRefresh.OnReadAndWrite, Visibility = TtlVisibility.ReturnExpiredIfNotRemoved)]
    public partial long EverythingNumber { get; set; }

    [State]
    [Ttl(Milliseconds = 100, Clock = TtlClock.EventTime, Refresh = TtlRefresh.OnReadAndWrite, Visibility = TtlVisibility.ReturnExpiredIfNotRemoved)]
    public partial ListState<long> EverythingList { get; }

    public List<long> SeenByTimers { get; } = [];

    public void RegisterTimer(OperatorContext<string> context, long milliseconds) =>
        context.Timers.RegisterEventTime(DateTimeOffset.UnixEpoch.AddMilliseconds(milliseconds));

    protected override void OnEvent(Action<TtlProbe> value, OperatorContext<string> context)
    {
        Context = context;
        value(this);
    }

    protected override void OnTimer(FiredTimer timer, OperatorContext<string> context) => SeenByTimers.Add(EventNumber);

    public OperatorContext<string>? Context { get; private set; }
}
