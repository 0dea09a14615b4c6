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

/// <summary>What can differ between a stored schema and the one that a program declares. New kinds are appended.</summary>
public enum SchemaChangeKind
{
    /// <summary>The state was stored under another operator id.</summary>
    OperatorId = 0,

    /// <summary>The key of the operator has another shape.</summary>
    KeyType = 1,

    /// <summary>A state is new.</summary>
    StateAdded = 2,

    /// <summary>A state is gone.</summary>
    StateRemoved = 3,

    /// <summary>A state has another name.</summary>
    StateRenamed = 4,

    /// <summary>A state has another kind.</summary>
    StateKind = 5,

    /// <summary>The key of a map state has another shape.</summary>
    MapKeyType = 6,

    /// <summary>A time to live was added, removed or changed.</summary>
    TimeToLive = 7,

    /// <summary>A type has another name and the same content.</summary>
    TypeRenamed = 8,

    /// <summary>A state, member or element has another type.</summary>
    TypeChanged = 9,

    /// <summary>A member of a record is new.</summary>
    MemberAdded = 10,

    /// <summary>A member of a record is gone.</summary>
    MemberRemoved = 11,

    /// <summary>A member of a record has another name.</summary>
    MemberRenamed = 12,

    /// <summary>A member of a record has another <c>[Key]</c>.</summary>
    MemberKey = 13,

    /// <summary>A member of an enum is new.</summary>
    EnumMemberAdded = 14,

    /// <summary>A member of an enum is gone.</summary>
    EnumMemberRemoved = 15,

    /// <summary>A member of an enum has another name.</summary>
    EnumMemberRenamed = 16,

    /// <summary>A member of an enum has another number.</summary>
    EnumMemberRenumbered = 17,

    /// <summary>A case of a union is new.</summary>
    UnionCaseAdded = 18,

    /// <summary>A case of a union is gone.</summary>
    UnionCaseRemoved = 19,

    /// <summary>A hand-written codec writes another version.</summary>
    OpaqueVersion = 20,

    /// <summary>The values of a state are converted by <c>[State(Upgrade = …)]</c>.</summary>
    Upgraded = 21,

    /// <summary>The members of a record stand in another order.</summary>
    MemberMoved = 22,
}
