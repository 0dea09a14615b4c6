namespace StateGen.Conformance.Tests.Damage;

/// <summary>An operator with state of every kind, so that its checkpoint has every kind of file.</summary>
[Operator("hoard")]
internal sealed partial class Hoard : KeyedBroadcastOperator<string, int, int, string>
{
    [State]
    private partial int Count { get; set; }

    [State]
    private partial ListState<int> Items { get; }

    [State]
    private partial MapState<string, int> Prices { get; }

    [State]
    private partial BroadcastState<int, string> Names { get; }

    [OperatorState]
    private partial OperatorListState<int> Seen { get; }

    protected override void OnEvent(int value, OperatorContext<string> context)
    {
        Count++;
        Items.Add(value);
        Prices[$"{value}"] = value;
        Seen.Add(value);
        context.Timers.RegisterEventTime(DateTimeOffset.UnixEpoch.AddDays(1 + value));
        context.Emit($"{Key} {Count}");
    }

    protected override void OnBroadcast(int value, BroadcastContext<string> context) => Names[value] = $"{value}";

    protected override void OnTimer(FiredTimer timer, OperatorContext<string> context) => ClearState();
}
