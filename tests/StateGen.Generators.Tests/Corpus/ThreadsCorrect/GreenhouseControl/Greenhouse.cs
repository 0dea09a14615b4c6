namespace Corpus.ThreadsCorrect.GreenhouseControl;

public sealed record Climate(string Zone, double Warmth, double Humidity);

[Operator("threadscorrect.greenhouse-control")]
public sealed partial class Greenhouse : KeyedOperator<string, Climate, string>
{
    private readonly Rule[] _rules;

    public Greenhouse(int limit)
    {
        _rules = [new Rule("warm", IsWarm), new Rule("dry", climate => climate.Humidity < Humidity), new Rule("limit", Below(limit))];
    }

    [State] private partial double Warmth { get; set; }

    [State] private partial double Humidity { get; set; }

    [State] private partial MapState<string, double> Zones { get; }

    protected override void OnEvent(Climate climate, OperatorContext<string> context)
    {
        Zones[climate.Zone] = climate.Warmth;
        foreach (var rule in _rules)
        {
            if (rule.Applies(climate))
                context.Emit($"{Key}: {rule.Name}");
        }

        Follow(climate);
    }

    protected override void OnTimer(FiredTimer timer, OperatorContext<string> context)
    {
        Zones.ForEachEntry((zone, warmth) => Warmth = Math.Max(Warmth, warmth));
        Sweep(zone => Zones.Remove(zone));
    }
}
