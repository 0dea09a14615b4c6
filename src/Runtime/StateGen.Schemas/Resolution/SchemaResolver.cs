using StateGen.Schemas.Resolution.Steps;

namespace StateGen.Schemas.Resolution;

/// <summary>
/// The rules by which stored state follows the schema of the program. The compiler and the runtime ask the same rules. Never throws for what schemas
/// hold, as long as they were parsed. Thread-safe.
/// </summary>
public static class SchemaResolver
{
    /// <summary>Resolves one step: can a program of the declared schema read state of the stored one, and what changes?</summary>
    /// <param name="stored">The schema that state is stored in.</param>
    /// <param name="declared">The schema of the program.</param>
    /// <param name="upgrades">The upgrades of the program, for what the rules refuse.</param>
    public static SchemaResolution Resolve(OperatorSchema stored, OperatorSchema declared, EquatableArray<StateUpgradeSchema> upgrades) =>
        ResolveChain([stored], declared, upgrades);

    /// <summary>Resolves a chain of generations, entries of each of which may still be stored: the verdict at a restore.</summary>
    /// <param name="generations">The stored generations, oldest first; at least one.</param>
    /// <param name="declared">The schema of the program.</param>
    /// <param name="upgrades">The upgrades of the program, for what the rules refuse.</param>
    /// <exception cref="ArgumentException">There is no generation.</exception>
    public static SchemaResolution ResolveChain(IReadOnlyList<OperatorSchema> generations, OperatorSchema declared, EquatableArray<StateUpgradeSchema> upgrades)
    {
        if (generations.Count == 0)
            throw new ArgumentException("There is no generation to resolve.", nameof(generations));
        return ChainResolver.Resolve(generations, declared, upgrades);
    }

    /// <summary>Whether two steps between schemas of the same shapes do the same to every stored entry: former names may make the difference.</summary>
    /// <param name="left">One step.</param>
    /// <param name="right">The other.</param>
    public static bool AreAlike((OperatorSchema Stored, OperatorSchema Declared) left, (OperatorSchema Stored, OperatorSchema Declared) right) =>
        EffectsOf(left).SequenceEqual(EffectsOf(right));

    private static IEnumerable<(string Declared, string? Stored, bool NeedsUpgrade, ValueMigration? Value)> EffectsOf((OperatorSchema Stored, OperatorSchema Declared) step) =>
        new GenerationResolver(step.Stored, step.Declared).Resolve().States.Select(state => (state.Declared.Name, state.Stored?.Name, state.NeedsUpgrade, state.NeedsUpgrade ? null : state.Value));
}

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
