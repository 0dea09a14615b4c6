namespace StateGen.Schemas;

/// <summary>The shape of a class, struct or record: its members in the order in which they are written.</summary>
/// <param name="Name"><inheritdoc cref="TypeSchema(string, EquatableArray{string})" path="/param[@name='Name']"/></param>
/// <param name="Members">The members in the order in which they are written. Either all have a <see cref="MemberSchema.Key"/> or none.</param>
/// <param name="FormerNames"><inheritdoc cref="TypeSchema(string, EquatableArray{string})" path="/param[@name='FormerNames']"/></param>
public sealed record RecordSchema(string Name, EquatableArray<MemberSchema> Members, EquatableArray<string> FormerNames = default)
    : TypeSchema(Name, FormerNames);
