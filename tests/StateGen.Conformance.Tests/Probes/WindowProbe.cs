namespace StateGen.Conformance.Tests.Probes;

/// <summary>An operator with windows of event time, whose events are the code that it runs.</summary>
[Operator("windows")]
public sealed partial class WindowProbe : KeyedOperator<string, Action<WindowProbe>, string>
{
    public const int TimeToLive = 100;

    [State]
    public partial WindowState<string, string, string, Letters> Texts { get; }

    [State]
    public partial SessionWindowState<string, string, string, Letters> Sessions { get; }

    [State]
    [Ttl(Milliseconds = TimeToLive)]
    public partial SessionWindowState<string, string, string, Letters> Fading { get; }

    [State(Copy = true)]
    public partial WindowState<int, List<int>, int, Sums> Lists { get; }

    [State]
    public partial SortedMapState<TimeWindow, TimeWindow?> Plain { get; }

    [State]
    public partial TimeWindow Latest { get; set; }

    public OperatorContext<string> Context { get; private set; } = null!;

    /// <summary>What a timer does; by default it emits the windows and sessions that have ended.</summary>
    public Action<WindowProbe, FiredTimer> TimerAction { get; set; } = static (probe, timer) => probe.EmitEnded(timer);

    public int TimersFired { get; private set; }

    public static DateTimeOffset At(long milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);

    public static TimeWindow Window(long start, long end) => new(At(start), At(end));

    public static string TextOf(TimeWindow window) => $"{window.Start.ToUnixTimeMilliseconds()}-{window.End.ToUnixTimeMilliseconds()}";

    public void EmitEnded(FiredTimer timer)
    {
        foreach (var (window, text) in Texts.TakeEnded(timer, Context))
            Context.Emit($"{Key} {TextOf(window)} {text}");
        foreach (var (window, text) in Sessions.TakeEnded(timer, Context))
            Context.Emit($"{Key} session {TextOf(window)} {text}");
        foreach (var (window, text) in Fading.TakeEnded(timer, Context))
            Context.Emit($"{Key} fading {TextOf(window)} {text}");
    }

    public TimeWindow AddSession(long time, int gap, string text)
    {
        Sessions.TryAdd(TimeWindow.Session(At(time), TimeSpan.FromMilliseconds(gap)), text, Context, out var session);
        return session;
    }

    public void Clear() => ClearState();

    protected override void OnEvent(Action<WindowProbe> value, OperatorContext<string> context)
    {
        Context = context;
        value(this);
    }

    protected override void OnTimer(FiredTimer timer, OperatorContext<string> context)
    {
        Context = context;
        TimersFired++;
        TimerAction(this, timer);
    }
}

/// <summary>Appends texts, so that the order in which values are added and accumulators are merged can be seen. It throws for <c>!</c>.</summary>
public readonly struct Letters : IMergingAggregator<string, string, string>
{
    public static string CreateAccumulator() => "";

    public static string Add(string accumulator, string value) => value == "!" ? throw new InvalidOperationException("refused") : accumulator + value;

    public static string GetResult(string accumulator) => accumulator.Contains('?', StringComparison.Ordinal)
        ? throw new InvalidOperationException("no result")
        : accumulator;

    public static string Merge(string earlier, string later) => $"({earlier}{later})";
}

/// <summary>Sums, with an accumulator that it changes in place.</summary>
public readonly struct Sums : IAggregator<int, List<int>, int>
{
    public static List<int> CreateAccumulator() => [];

    public static List<int> Add(List<int> accumulator, int value)
    {
        accumulator.Add(value);
        return accumulator;
    }

    public static int GetResult(List<int> accumulator) => accumulator.Sum();
}
