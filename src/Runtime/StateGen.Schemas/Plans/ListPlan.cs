namespace StateGen.Schemas.Resolution.Plans;

/// <summary>The elements of a list or set.</summary>
/// <param name="Element">What is done to each.</param>
public sealed record ListPlan(ValuePlan Element) : ValuePlan
{
    internal override bool Changes(Func<int, bool> typeChanges) => Element.Changes(typeChanges);

    private protected override ValuePlan SimplifyParts(Func<int, bool> typeChanges) => new ListPlan(Element.Simplify(typeChanges));
}
