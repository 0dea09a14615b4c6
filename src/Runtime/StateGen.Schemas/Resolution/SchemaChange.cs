namespace StateGen.Schemas.Resolution;

/// <summary>One difference between a stored schema and the schema that a program declares, and its consequence for stored state.</summary>
/// <param name="Kind">The kind of the difference.</param>
/// <param name="StateName">The declared name of the state, or its stored name if it was removed; null if the key or the operator as a whole differs.</param>
/// <param name="MemberName">The member as <c>Type.Member</c>, or the type if it differs as a whole; null if the state or the key itself differs.</param>
/// <param name="StoredShape">The stored shape, in words.</param>
/// <param name="DeclaredShape">The declared shape, in words.</param>
/// <param name="IsRefused">true if stored state cannot be brought into the declared shape; otherwise, false.</param>
/// <param name="Remedy">For a refused change, the action that resolves it; for an allowed change, its effect on stored state. One or two sentences.</param>
public sealed record SchemaChange(
    SchemaChangeKind Kind,
    string? StateName,
    string? MemberName,
    string StoredShape,
    string DeclaredShape,
    bool IsRefused,
    string Remedy);

/// <summary>Specifies the kind of a difference between a stored schema and the schema that a program declares. New kinds are appended.</summary>
public enum SchemaChangeKind
{
    /// <summary>The state was stored under another operator id.</summary>
    OperatorId = 0,

    /// <summary>The key of the operator has another shape.</summary>
    KeyType = 1,

    /// <summary>A state is new.</summary>
    StateAdded = 2,

    /// <summary>A state was removed.</summary>
    StateRemoved = 3,

    /// <summary>A state has another name.</summary>
    StateRenamed = 4,

    /// <summary>A state has another kind.</summary>
    StateKind = 5,

    /// <summary>The key of a map or broadcast state has another shape.</summary>
    MapKeyType = 6,

    /// <summary>A time to live was added, removed or changed.</summary>
    TimeToLive = 7,

    /// <summary>A type has another name and the same content.</summary>
    TypeRenamed = 8,

    /// <summary>A state, member or element has another type.</summary>
    TypeChanged = 9,

    /// <summary>A member of a record is new.</summary>
    MemberAdded = 10,

    /// <summary>A member of a record was removed.</summary>
    MemberRemoved = 11,

    /// <summary>A member of a record has another name.</summary>
    MemberRenamed = 12,

    /// <summary>A member of a record has another <c>[Key]</c>.</summary>
    MemberKey = 13,

    /// <summary>A member of an enum is new.</summary>
    EnumMemberAdded = 14,

    /// <summary>A member of an enum was removed.</summary>
    EnumMemberRemoved = 15,

    /// <summary>A member of an enum has another name.</summary>
    EnumMemberRenamed = 16,

    /// <summary>A member of an enum has another number.</summary>
    EnumMemberRenumbered = 17,

    /// <summary>A case of a union is new.</summary>
    UnionCaseAdded = 18,

    /// <summary>A case of a union was removed.</summary>
    UnionCaseRemoved = 19,

    /// <summary>A hand-written codec writes another version.</summary>
    OpaqueVersion = 20,

    /// <summary>The values of a state are converted by <c>[State(Upgrade = …)]</c>.</summary>
    Upgraded = 21,

    /// <summary>The members of a record are in another order.</summary>
    MemberMoved = 22,

    /// <summary>The entries of a state expire by another clock.</summary>
    TtlClock = 23,
}
