namespace StateGen.Schemas.Resolution.Plans;

/// <summary>A named type, whose plan stands in <see cref="ValueMigration.Types"/>.</summary>
/// <param name="Index">Its index there.</param>
public sealed record ReferencePlan(int Index) : ValuePlan
{
    internal override bool Changes(Func<int, bool> typeChanges) => typeChanges(Index);
}
