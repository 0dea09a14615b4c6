namespace StateGen.Schemas.Resolution;

/// <summary>One step from a shape of values to the next. Recursive types refer to themselves through a table, so that the plan is finite and has value equality.</summary>
/// <param name="Root">What is done to the value.</param>
/// <param name="Types">What is done to the named types inside it; <see cref="Plans.ReferencePlan"/> holds an index.</param>
public sealed record ValueMigration(Plans.ValuePlan Root, EquatableArray<Plans.ValuePlan> Types)
{
    /// <summary>Whether the bytes stay as they are.</summary>
    public bool IsCopy => Root is Plans.CopyPlan;
}
