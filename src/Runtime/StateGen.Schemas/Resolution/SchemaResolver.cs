using StateGen.Schemas.Resolution.Steps;

namespace StateGen.Schemas.Resolution;

/// <summary>
/// Provides the rules by which stored state follows the schema of the program. The compiler and the runtime use the same rules. Never throws an exception
/// because of the content of schemas that were parsed. Thread-safe.
/// </summary>
public static class SchemaResolver
{
    /// <summary>Resolves one step: determines whether a program with the declared schema can read state of the stored schema, and the changes.</summary>
    /// <param name="stored">The schema of the stored state.</param>
    /// <param name="declared">The schema of the program.</param>
    /// <param name="upgrades">The upgrades of the program, for changes that the rules refuse.</param>
    public static SchemaResolution Resolve(OperatorSchema stored, OperatorSchema declared, EquatableArray<StateUpgradeSchema> upgrades) =>
        ResolveChain([stored], declared, upgrades);

    /// <summary>Resolves a chain of generations, of each of which entries may still be stored: the decision at a restore.</summary>
    /// <param name="generations">The stored generations, oldest first; at least one.</param>
    /// <param name="declared">The schema of the program.</param>
    /// <param name="upgrades">The upgrades of the program, for changes that the rules refuse.</param>
    /// <exception cref="ArgumentException">There is no generation.</exception>
    public static SchemaResolution ResolveChain(IReadOnlyList<OperatorSchema> generations, OperatorSchema declared, EquatableArray<StateUpgradeSchema> upgrades)
    {
        if (generations.Count == 0)
            throw new ArgumentException("There is no generation to resolve.", nameof(generations));
        return ChainResolver.Resolve(generations, declared, upgrades);
    }

    /// <summary>
    /// Determines whether two steps have the same effect on every stored entry. The steps are between schemas of the same shapes, but former names may make
    /// their effects differ.
    /// </summary>
    /// <param name="left">One step.</param>
    /// <param name="right">The other.</param>
    public static bool AreAlike((OperatorSchema Stored, OperatorSchema Declared) left, (OperatorSchema Stored, OperatorSchema Declared) right) =>
        EffectsOf(left).SequenceEqual(EffectsOf(right));

    private static IEnumerable<(string Declared, string? Stored, bool NeedsUpgrade, ValueMigration? Value)> EffectsOf(
        (OperatorSchema Stored, OperatorSchema Declared) step) =>
        new GenerationResolver(step.Stored, step.Declared).Resolve().States
            .Select(state => (state.Declared.Name, state.Stored?.Name, state.NeedsUpgrade, state.NeedsUpgrade ? null : state.Value));
}

/// <summary>The decision about stored state and a declared schema. Immutable.</summary>
/// <param name="Changes">Every change from the latest stored generation, allowed or refused, and the refused changes from older generations.</param>
/// <param name="Generations">
/// The schemas of stored state from now on, oldest first: the stored generations, and the declared schema unless the latest generation has its shape.
/// </param>
/// <param name="Migrations">One migration per generation, in the same order, to the last generation. Empty unless accepted.</param>
public sealed record SchemaResolution(
    EquatableArray<SchemaChange> Changes,
    EquatableArray<OperatorSchema> Generations,
    EquatableArray<GenerationMigration> Migrations)
{
    /// <summary>Gets a value indicating whether all stored state can be brought into the declared shape.</summary>
    public bool IsAccepted => !Changes.Any(change => change.IsRefused);
}
