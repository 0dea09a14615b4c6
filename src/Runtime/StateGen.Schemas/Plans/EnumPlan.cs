namespace StateGen.Schemas.Resolution.Plans;

/// <summary>The number of an enum becomes the number that the same name has in the next shape. Numbers without a name stay as they are.</summary>
/// <param name="Numbers">The numbers that change.</param>
/// <param name="IsUnsigned">Whether the numbers are those of a <c>uint64</c>; as <c>long</c> they have the same bits.</param>
public sealed record EnumPlan(EquatableArray<NumberMapping> Numbers, bool IsUnsigned) : ValuePlan
{
    internal override bool Changes(Func<int, bool> typeChanges) => true;
}
