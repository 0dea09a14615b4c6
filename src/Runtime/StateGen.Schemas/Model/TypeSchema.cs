namespace StateGen.Schemas;

/// <summary>
/// The shape of a named type of which keys or states are made: a <see cref="RecordSchema"/>, <see cref="EnumSchema"/>,
/// <see cref="UnionSchema"/> or <see cref="OpaqueSchema"/>.
/// </summary>
/// <param name="Name">
/// The name of the type in type expressions: its full metadata name; for a constructed generic type, followed by its arguments, as in
/// <c>Shop.Pair`2&lt;int64,string&gt;</c>.
/// </param>
/// <param name="FormerNames">The full metadata names that the type had in earlier schemas, without arguments.</param>
public abstract record TypeSchema(string Name, EquatableArray<string> FormerNames);

/// <summary>The shape of a class, struct or record: its members in the order in which they are written.</summary>
/// <param name="Name"><inheritdoc cref="TypeSchema(string, EquatableArray{string})" path="/param[@name='Name']"/></param>
/// <param name="Members">The members in the order in which they are written. Either all of them have a <see cref="MemberSchema.Key"/>, or none.</param>
/// <param name="FormerNames"><inheritdoc cref="TypeSchema(string, EquatableArray{string})" path="/param[@name='FormerNames']"/></param>
public sealed record RecordSchema(string Name, EquatableArray<MemberSchema> Members, EquatableArray<string> FormerNames = default)
    : TypeSchema(Name, FormerNames);

/// <summary>One member of a record.</summary>
/// <param name="Name">The name of the property or field.</param>
/// <param name="Type">The type expression (<see cref="TypeExpression"/>) of the member.</param>
/// <param name="Key">
/// The argument of <c>[Key]</c>: digits for an integer key, text in double quotes for a string key; null if the member has no key. A member without a key is
/// identified by its name and written by its position.
/// </param>
/// <param name="FormerNames">The names that the member had in earlier schemas.</param>
public sealed record MemberSchema(string Name, string Type, string? Key = null, EquatableArray<string> FormerNames = default)
{
    /// <summary>The highest integer key. Each position up to it takes at least a byte in every stored value.</summary>
    public const int LargestKey = ushort.MaxValue;
}

/// <summary>The shape of an enum. Values are stored as numbers; members are identified by their names.</summary>
/// <param name="Name"><inheritdoc cref="TypeSchema(string, EquatableArray{string})" path="/param[@name='Name']"/></param>
/// <param name="UnderlyingType">The scalar of its numbers, for example <c>int32</c>.</param>
/// <param name="IsFlags">true if the enum is a set of flags; otherwise, false.</param>
/// <param name="Members">The members; their order has no meaning.</param>
/// <param name="FormerNames"><inheritdoc cref="TypeSchema(string, EquatableArray{string})" path="/param[@name='FormerNames']"/></param>
public sealed record EnumSchema(
    string Name, string UnderlyingType, bool IsFlags, EquatableArray<EnumMemberSchema> Members, EquatableArray<string> FormerNames = default)
    : TypeSchema(Name, FormerNames);

/// <summary>One member of an enum.</summary>
/// <param name="Name">The name of the member.</param>
/// <param name="Value">The number of the member as decimal text, which can hold every underlying type, including <c>uint64</c>.</param>
/// <param name="FormerNames">The names that the member had in earlier schemas.</param>
public sealed record EnumMemberSchema(string Name, string Value, EquatableArray<string> FormerNames = default);

/// <summary>The shape of a closed set of types. A value has one of these types and is stored as a tag and its content.</summary>
/// <param name="Name"><inheritdoc cref="TypeSchema(string, EquatableArray{string})" path="/param[@name='Name']"/></param>
/// <param name="Cases">The cases in the order of their tags.</param>
/// <param name="FormerNames"><inheritdoc cref="TypeSchema(string, EquatableArray{string})" path="/param[@name='FormerNames']"/></param>
public sealed record UnionSchema(string Name, EquatableArray<UnionCaseSchema> Cases, EquatableArray<string> FormerNames = default)
    : TypeSchema(Name, FormerNames);

/// <summary>One case of a union.</summary>
/// <param name="Tag">The number before a stored value of this case, not negative.</param>
/// <param name="Type">The type expression (<see cref="TypeExpression"/>) of the case, never nullable.</param>
public sealed record UnionCaseSchema(int Tag, string Type);

/// <summary>The shape of a type whose bytes only a hand-written codec understands.</summary>
/// <param name="Name"><inheritdoc cref="TypeSchema(string, EquatableArray{string})" path="/param[@name='Name']"/></param>
/// <param name="Version">The version of the codec's format, from 1. Another version is another shape.</param>
/// <param name="FormerNames"><inheritdoc cref="TypeSchema(string, EquatableArray{string})" path="/param[@name='FormerNames']"/></param>
public sealed record OpaqueSchema(string Name, int Version, EquatableArray<string> FormerNames = default)
    : TypeSchema(Name, FormerNames);
