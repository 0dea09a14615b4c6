namespace StateGen.Schemas.Resolution.Plans;

/// <summary>
/// What is done to one stored value, which is a MessagePack value in one shape, to get it in the next shape. Immutable, with value equality.
/// Nil stays nil, whatever the plan, except for <see cref="DefaultIfNilPlan"/>; nothing else becomes nil, except by <see cref="NilIfDefaultPlan"/>.
/// </summary>
public abstract record ValuePlan
{
    private protected ValuePlan()
    {
    }

    /// <summary>Whether the bytes may change.</summary>
    /// <param name="typeChanges">Tells it for the named types.</param>
    internal abstract bool Changes(Func<int, bool> typeChanges);

    /// <summary>The same plan with <see cref="CopyPlan"/> for every part that does not change.</summary>
    /// <param name="typeChanges">Tells it for the named types.</param>
    internal ValuePlan Simplify(Func<int, bool> typeChanges) => Changes(typeChanges) ? SimplifyParts(typeChanges) : CopyPlan.Instance;

    private protected virtual ValuePlan SimplifyParts(Func<int, bool> typeChanges) => this;
}
