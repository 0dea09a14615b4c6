namespace StateGen.Schemas;

/// <summary>
/// The shape of a named type that keys or states are made of: a <see cref="RecordSchema"/>, <see cref="EnumSchema"/>,
/// <see cref="UnionSchema"/> or <see cref="OpaqueSchema"/>.
/// </summary>
/// <param name="Name">The name by which type expressions refer to the type: its full metadata name, and for a constructed
/// generic type the full metadata name followed by its arguments, as in <c>Shop.Pair`2&lt;int64,string&gt;</c>.</param>
/// <param name="FormerNames">The full metadata names that the type had in earlier schemas, without arguments.</param>
public abstract record TypeSchema(string Name, EquatableArray<string> FormerNames);

/// <summary>The shape of a class, struct or record: its members in the order in which they are written.</summary>
/// <param name="Name"><inheritdoc cref="TypeSchema(string, EquatableArray{string})" path="/param[@name='Name']"/></param>
/// <param name="Members">The members in the order in which they are written. Either all have a <see cref="MemberSchema.Key"/> or none.</param>
/// <param name="FormerNames"><inheritdoc cref="TypeSchema(string, EquatableArray{string})" path="/param[@name='FormerNames']"/></param>
public sealed record RecordSchema(string Name, EquatableArray<MemberSchema> Members, EquatableArray<string> FormerNames = default)
    : TypeSchema(Name, FormerNames);

/// <summary>One member of a record.</summary>
/// <param name="Name">The name of the property or field.</param>
/// <param name="Type">Its type expression (<see cref="TypeExpression"/>).</param>
/// <param name="Key">What <c>[Key]</c> says: digits for an integer key, text in double quotes for a string key; null where the
/// member is known by its name and written by its position.</param>
/// <param name="FormerNames">The names that the member had in earlier schemas.</param>
public sealed record MemberSchema(string Name, string Type, string? Key = null, EquatableArray<string> FormerNames = default);

/// <summary>The shape of an enum. It is stored as its number, and known by its names.</summary>
/// <param name="Name"><inheritdoc cref="TypeSchema(string, EquatableArray{string})" path="/param[@name='Name']"/></param>
/// <param name="UnderlyingType">The scalar that it is made of, for example <c>int32</c>.</param>
/// <param name="IsFlags">Whether the enum is a set of flags.</param>
/// <param name="Members">The members; their order has no meaning.</param>
/// <param name="FormerNames"><inheritdoc cref="TypeSchema(string, EquatableArray{string})" path="/param[@name='FormerNames']"/></param>
public sealed record EnumSchema(
    string Name, string UnderlyingType, bool IsFlags, EquatableArray<EnumMemberSchema> Members, EquatableArray<string> FormerNames = default)
    : TypeSchema(Name, FormerNames);

/// <summary>One member of an enum.</summary>
/// <param name="Name">The name of the member.</param>
/// <param name="Value">Its number as decimal text, which holds every underlying type, <c>uint64</c> included.</param>
/// <param name="FormerNames">The names that the member had in earlier schemas.</param>
public sealed record EnumMemberSchema(string Name, string Value, EquatableArray<string> FormerNames = default);

/// <summary>The shape of a closed set of types, one of which a value has: it is stored as its tag and its content.</summary>
/// <param name="Name"><inheritdoc cref="TypeSchema(string, EquatableArray{string})" path="/param[@name='Name']"/></param>
/// <param name="Cases">The cases in the order of their tags.</param>
/// <param name="FormerNames"><inheritdoc cref="TypeSchema(string, EquatableArray{string})" path="/param[@name='FormerNames']"/></param>
public sealed record UnionSchema(string Name, EquatableArray<UnionCaseSchema> Cases, EquatableArray<string> FormerNames = default)
    : TypeSchema(Name, FormerNames);

/// <summary>One case of a union.</summary>
/// <param name="Tag">The number that stands before a stored value of this case, not negative.</param>
/// <param name="Type">The type expression (<see cref="TypeExpression"/>) of the case, never nullable.</param>
public sealed record UnionCaseSchema(int Tag, string Type);

/// <summary>A type whose bytes only a hand-written codec understands.</summary>
/// <param name="Name"><inheritdoc cref="TypeSchema(string, EquatableArray{string})" path="/param[@name='Name']"/></param>
/// <param name="Version">The version of what the codec writes, from 1. Another version is another shape.</param>
/// <param name="FormerNames"><inheritdoc cref="TypeSchema(string, EquatableArray{string})" path="/param[@name='FormerNames']"/></param>
public sealed record OpaqueSchema(string Name, int Version, EquatableArray<string> FormerNames = default)
    : TypeSchema(Name, FormerNames);
