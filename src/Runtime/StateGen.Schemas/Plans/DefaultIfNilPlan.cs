namespace StateGen.Schemas.Resolution.Plans;

/// <summary>Nil becomes a default, because the next shape does not admit null.</summary>
/// <param name="Value">What is done to everything else.</param>
/// <param name="Default">What nil becomes.</param>
public sealed record DefaultIfNilPlan(ValuePlan Value, DefaultValue Default) : ValuePlan
{
    internal override bool Changes(Func<int, bool> typeChanges) => true;

    private protected override ValuePlan SimplifyParts(Func<int, bool> typeChanges) => this with { Value = Value.Simplify(typeChanges) };
}
