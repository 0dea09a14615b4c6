namespace StateGen.Schemas.Resolution.Plans;

/// <summary>A scalar is read and written as another.</summary>
/// <param name="Conversion">Which.</param>
public sealed record ConvertPlan(ScalarConversion Conversion) : ValuePlan
{
    internal override bool Changes(Func<int, bool> typeChanges) => true;
}
