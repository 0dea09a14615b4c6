namespace StateGen.Schemas.Resolution.Plans;

/// <summary>A default becomes nil: in a row it was never set, and the next shape can tell.</summary>
/// <param name="Value">What is done to everything else.</param>
/// <param name="Default">What becomes nil.</param>
public sealed record NilIfDefaultPlan(ValuePlan Value, DefaultValue Default) : ValuePlan
{
    internal override bool Changes(Func<int, bool> typeChanges) => true;

    private protected override ValuePlan SimplifyParts(Func<int, bool> typeChanges) => this with { Value = Value.Simplify(typeChanges) };
}
