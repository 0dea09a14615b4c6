namespace StateGen.Conformance.Tests.Probes;

/// <summary>An operator whose events are the code that it runs, with a state of each kind for each option of a time to live of 100 ms.</summary>
[Operator("ttl-options")]
public sealed partial class TtlProbe : KeyedOperator<string, Action<TtlProbe>, string>
{
    private const int TimeToLive = 100;
    private const TtlRefresh OnRead = TtlRefresh.OnReadAndWrite;
    private const TtlVisibility ReturnExpired = TtlVisibility.ReturnExpiredIfNotRemoved;
    private const TtlClock EventTime = TtlClock.EventTime;

    [State, Ttl(Milliseconds = TimeToLive, Refresh = OnRead)] public partial long RefreshedNumber { get; set; }

    [State, Ttl(Milliseconds = TimeToLive, Refresh = OnRead)] public partial MapState<string, long> RefreshedMap { get; }

    [State, Ttl(Milliseconds = TimeToLive, Refresh = OnRead)] public partial ListState<long> RefreshedList { get; }

    [State, Ttl(Milliseconds = TimeToLive, Refresh = OnRead)] public partial ListState<string> RefreshedTexts { get; }

    [State, Ttl(Milliseconds = TimeToLive, Visibility = ReturnExpired)] public partial long VisibleNumber { get; set; }

    [State, Ttl(Milliseconds = TimeToLive, Visibility = ReturnExpired)] public partial MapState<string, long> VisibleMap { get; }

    [State, Ttl(Milliseconds = TimeToLive, Visibility = ReturnExpired)] public partial ListState<long> VisibleList { get; }

    [State, Ttl(Milliseconds = TimeToLive, Clock = EventTime)] public partial long EventNumber { get; set; }

    [State, Ttl(Milliseconds = TimeToLive, Clock = EventTime)] public partial MapState<string, long> EventMap { get; }

    [State, Ttl(Milliseconds = TimeToLive, Clock = EventTime)] public partial ListState<long> EventList { get; }

    [State, Ttl(Milliseconds = TimeToLive, Clock = EventTime, Refresh = OnRead, Visibility = ReturnExpired)] public partial long EverythingNumber { get; set; }

    [State, Ttl(Milliseconds = TimeToLive, Clock = EventTime, Refresh = OnRead, Visibility = ReturnExpired)]
    public partial ListState<long> EverythingList { get; }

    public List<long> SeenByTimers { get; } = [];

    /// <summary>What each timer does after it has looked.</summary>
    public Action<TtlProbe>? Timer { get; set; }

    public void RegisterTimer(OperatorContext<string> context, long milliseconds) =>
        context.Timers.RegisterEventTime(DateTimeOffset.UnixEpoch.AddMilliseconds(milliseconds));

    protected override void OnEvent(Action<TtlProbe> value, OperatorContext<string> context)
    {
        Context = context;
        value(this);
    }

    protected override void OnTimer(FiredTimer timer, OperatorContext<string> context)
    {
        SeenByTimers.Add(EventNumber);
        Timer?.Invoke(this);
    }

    public OperatorContext<string>? Context { get; private set; }
}
