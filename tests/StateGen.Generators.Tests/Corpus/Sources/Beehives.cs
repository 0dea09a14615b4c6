namespace Corpus.Sources.Beehives;

public sealed record Weight(double Kilograms);

[Operator("sources.beehives")]
public sealed partial class Beehives : KeyedOperator<int, Weight, string>
{
    [State] private partial double? Last { get; set; }

    protected override void OnEvent(Weight weight, OperatorContext<string> context)
    {
        if (Last - weight.Kilograms > 1.5)
            context.Emit($"Hive {Key} swarmed at {DateTimeOffset.Now:t}"); // expect: SG2010
        Last = weight.Kilograms;
    }
}
