namespace StateGen.Schemas.Resolution.Plans;

/// <summary>Nothing is read; a default is written.</summary>
/// <param name="Default">The default.</param>
public sealed record DefaultPlan(DefaultValue Default) : ValuePlan
{
    internal override bool Changes(Func<int, bool> typeChanges) => true;
}
