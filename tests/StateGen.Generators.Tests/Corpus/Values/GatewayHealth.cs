namespace Corpus.Values.GatewayHealth;

public sealed record Heartbeat(Guid Gateway, int Sequence, double BatteryVolts, IReadOnlyList<string> Faults);

public sealed record HealthReport(Guid Gateway, int Missed, DateTimeOffset LastSeen, string Faults);

[Operator("values.gatewayhealth")]
public sealed partial class GatewayHealth : KeyedOperator<Guid, Heartbeat, HealthReport>
{
    public DateTimeOffset LastSeen { get; private set; } // expect: SG2001

    private int Missed { get; set; } // expect: SG2001

    internal List<string> OpenFaults { get; } = []; // expect: SG2001

    public double LowVoltage { get; init; } = 3.1;

    [State]
    private partial int? Sequence { get; set; }

    protected override void OnEvent(Heartbeat beat, OperatorContext<HealthReport> context)
    {
        if (Sequence is { } previous && beat.Sequence > previous + 1)
            Missed += beat.Sequence - previous - 1;
        Sequence = beat.Sequence;
        LastSeen = context.Timestamp;

        foreach (var fault in beat.Faults)
        {
            if (!OpenFaults.Contains(fault))
                OpenFaults.Add(fault);
        }

        if (beat.BatteryVolts < LowVoltage)
            context.Emit(new HealthReport(Key, Missed, LastSeen, string.Join(';', OpenFaults)));
    }
}
