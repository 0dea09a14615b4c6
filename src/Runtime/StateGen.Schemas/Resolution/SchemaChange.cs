namespace StateGen.Schemas.Resolution;

/// <summary>One difference between a stored schema and the one that a program declares, and what becomes of stored state.</summary>
/// <param name="Kind">What differs.</param>
/// <param name="StateName">The state, as it is declared, or as it is stored where it is gone; null where the key or the operator as a whole differs.</param>
/// <param name="MemberName">The member as <c>Type.Member</c>, or the type where it differs as a whole; null where the state or the key itself differs.</param>
/// <param name="StoredShape">The stored shape, in words.</param>
/// <param name="DeclaredShape">The declared shape, in words.</param>
/// <param name="IsRefused">Whether stored state cannot be brought into the declared shape.</param>
/// <param name="Remedy">Refused: what to do. Allowed: what becomes of the stored state. One or two sentences.</param>
public sealed record SchemaChange(
    SchemaChangeKind Kind,
    string? StateName,
    string? MemberName,
    string StoredShape,
    string DeclaredShape,
    bool IsRefused,
    string Remedy);
