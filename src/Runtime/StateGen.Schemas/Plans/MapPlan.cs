namespace StateGen.Schemas.Resolution.Plans;

/// <summary>The entries of a map that is part of a value.</summary>
/// <param name="Key">What is done to each key; different keys stay different.</param>
/// <param name="Value">What is done to each value.</param>
public sealed record MapPlan(ValuePlan Key, ValuePlan Value) : ValuePlan
{
    internal override bool Changes(Func<int, bool> typeChanges) => Key.Changes(typeChanges) || Value.Changes(typeChanges);

    private protected override ValuePlan SimplifyParts(Func<int, bool> typeChanges) => new MapPlan(Key.Simplify(typeChanges), Value.Simplify(typeChanges));
}
