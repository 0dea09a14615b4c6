namespace StateGen.Conformance.Tests.Probes;

/// <summary>An operator with sorted maps, whose events are the code that it runs.</summary>
[Operator("sorted")]
public sealed partial class SortedProbe : KeyedOperator<string, Action<SortedProbe>, string>
{
    public const int TimeToLive = 100;

    [State]
    public partial SortedMapState<string, string?> Map { get; }

    [State]
    public partial SortedMapState<long, long> Numbers { get; }

    [State]
    [Ttl(Milliseconds = TimeToLive)]
    public partial SortedMapState<long, string> Fading { get; }

    [State]
    [Ttl(Milliseconds = TimeToLive, Refresh = TtlRefresh.OnReadAndWrite)]
    public partial SortedMapState<long, string> Refreshed { get; }

    [State]
    [Ttl(Milliseconds = TimeToLive, Visibility = TtlVisibility.ReturnExpiredIfNotRemoved)]
    public partial SortedMapState<long, string> Visible { get; }

    public void Clear() => ClearState();

    protected override void OnEvent(Action<SortedProbe> value, OperatorContext<string> context) => value(this);
}
