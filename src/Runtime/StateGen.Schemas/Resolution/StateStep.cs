namespace StateGen.Schemas.Resolution;

/// <summary>What becomes of one state from one generation to the next.</summary>
/// <param name="Declared">The state as it is now.</param>
/// <param name="Stored">The state as it was; null when it is new.</param>
/// <param name="Changes">What changed about the state itself.</param>
/// <param name="ValueChanges">What changed about its values.</param>
/// <param name="Value">How its values follow; of no use when a change of them is refused.</param>
internal sealed record StateStep(StateSchema Declared, StateSchema? Stored, ChangeList Changes, ChangeList ValueChanges, ValueMigration? Value)
{
    /// <summary>Whether the rules cannot bring its values into the next shape.</summary>
    public bool NeedsUpgrade => ValueChanges.IsRefused;
}
