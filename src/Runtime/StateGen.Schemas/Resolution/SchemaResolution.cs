namespace StateGen.Schemas.Resolution;

/// <summary>The verdict about stored state and a declared schema. Immutable.</summary>
/// <param name="Changes">Every change from the latest stored generation, allowed and refused, and what is refused about older generations.</param>
/// <param name="Generations">The schemas by which stored state is known from now on, oldest first: those that were stored, and the declared one unless
/// the latest has its shape.</param>
/// <param name="Migrations">One per generation, in the same order: how its entries become entries of the last. Empty unless accepted.</param>
public sealed record SchemaResolution(
    EquatableArray<SchemaChange> Changes,
    EquatableArray<OperatorSchema> Generations,
    EquatableArray<GenerationMigration> Migrations)
{
    /// <summary>Whether all stored state can be brought into the declared shape.</summary>
    public bool IsAccepted => !Changes.Any(change => change.IsRefused);
}
