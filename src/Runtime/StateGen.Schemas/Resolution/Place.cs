namespace StateGen.Schemas.Resolution;

/// <summary>Where in a state a type stands.</summary>
/// <param name="Member">The member as <c>Type.Member</c>; null for the state itself.</param>
/// <param name="Stored">The whole stored type of that member or state.</param>
/// <param name="Declared">The whole declared type.</param>
/// <param name="NilIsDefault">Whether nil is read as the default: in a row.</param>
/// <param name="IsDistinct">Whether different values must stay different: in a set, and as the key of a map.</param>
internal sealed record Place(string? Member, string Stored, string Declared, bool NilIsDefault, bool IsDistinct)
{
    /// <summary>The place of an element.</summary>
    public Place Inside() => this with { NilIsDefault = false };

    /// <summary>The place of an element of a set, or of a key.</summary>
    public Place InsideDistinct() => this with { NilIsDefault = false, IsDistinct = true };
}
