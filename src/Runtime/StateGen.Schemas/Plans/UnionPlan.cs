namespace StateGen.Schemas.Resolution.Plans;

/// <summary>The content of a union, by its tag. The tag stays.</summary>
/// <param name="Cases">One per stored case.</param>
public sealed record UnionPlan(EquatableArray<CasePlan> Cases) : ValuePlan
{
    internal override bool Changes(Func<int, bool> typeChanges) => Cases.Any(single => single.Value.Changes(typeChanges));

    private protected override ValuePlan SimplifyParts(Func<int, bool> typeChanges) =>
        new UnionPlan(Cases.Select(single => single with { Value = single.Value.Simplify(typeChanges) }).ToEquatableArray());
}
