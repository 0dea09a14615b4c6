namespace StateGen.Schemas;

/// <summary>The shape of an enum. It is stored as its number, and known by its names.</summary>
/// <param name="Name"><inheritdoc cref="TypeSchema(string, EquatableArray{string})" path="/param[@name='Name']"/></param>
/// <param name="UnderlyingType">The scalar that it is made of, for example <c>int32</c>.</param>
/// <param name="IsFlags">Whether the enum is a set of flags.</param>
/// <param name="Members">The members; their order has no meaning.</param>
/// <param name="FormerNames"><inheritdoc cref="TypeSchema(string, EquatableArray{string})" path="/param[@name='FormerNames']"/></param>
public sealed record EnumSchema(
    string Name, string UnderlyingType, bool IsFlags, EquatableArray<EnumMemberSchema> Members, EquatableArray<string> FormerNames = default)
    : TypeSchema(Name, FormerNames);
