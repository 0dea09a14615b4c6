namespace StateGen.Schemas.Resolution.Plans;

/// <summary>The elements of a tuple, which keep their number and order.</summary>
/// <param name="Elements">What is done to each.</param>
public sealed record TuplePlan(EquatableArray<ValuePlan> Elements) : ValuePlan
{
    internal override bool Changes(Func<int, bool> typeChanges) => Elements.Any(element => element.Changes(typeChanges));

    private protected override ValuePlan SimplifyParts(Func<int, bool> typeChanges) =>
        new TuplePlan(Elements.Select(element => element.Simplify(typeChanges)).ToEquatableArray());
}
