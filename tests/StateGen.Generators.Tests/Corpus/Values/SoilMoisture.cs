namespace Corpus.Values.SoilMoisture;

public sealed record Probe(string Field, int Depth, double Moisture);

public sealed record FieldView(string Field, IEnumerable<double> Dry, IEnumerable<int> Depths);

public sealed record Irrigation(string Field, double Litres)
{
    public IEnumerable<Probe>? Evidence { get; init; }
}

[Operator("values.soilmoisture")]
public sealed partial class SoilMoisture : KeyedOperator<string, Probe, FieldView>
{
    [State, Ttl(Days = 14)] private partial ListState<Probe> Probes { get; }

    [State, Ttl(Days = 14)] private partial MapState<int, double> ByDepth { get; }

    protected override void OnEvent(Probe probe, OperatorContext<FieldView> context)
    {
        Probes.Add(probe);
        ByDepth[probe.Depth] = probe.Moisture;
        if (probe.Moisture >= 0.3)
            return;

        var dry = from candidate in Probes
                  where candidate.Moisture < 0.3
                  orderby candidate.Depth
                  select candidate.Moisture;
        if (probe.Depth > 50)
        {
            context.Emit(new FieldView(Key, dry, [])); // expect: SG2008
            return;
        }

        var depths = ByDepth.OrderBy(entry => entry.Value).Select(entry => entry.Key).ToArray();
        context.Emit(new FieldView(Key, ByDepth.Select(entry => entry.Value).Take(3), depths)); // expect: SG2008
    }
}

[Operator("values.soilmoisture.irrigation")]
public sealed partial class IrrigationPlan : KeyedOperator<string, Probe, Irrigation>
{
    [State, Ttl(Days = 14)] private partial ListState<Probe> Probes { get; }

    [State] private partial double Deficit { get; set; }

    protected override void OnEvent(Probe probe, OperatorContext<Irrigation> context)
    {
        Probes.Add(probe);
        Deficit += Math.Max(0, 0.4 - probe.Moisture);
        if (Deficit < 2)
            return;

        var litres = Deficit * 120;
        Deficit = 0;
        var plan = new Irrigation(Key, litres);
        if (probe.Depth < 20)
            context.Emit(plan with { Evidence = Shallow() }); // expect: SG2008
        else
            context.Emit(plan with { Evidence = Probes.Reverse().Concat([probe]) }); // expect: SG2008
    }

    private IEnumerable<Probe> Shallow() => Probes.Where(static probe => probe.Depth < 20);
}
