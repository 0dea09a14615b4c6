namespace StateGen.Schemas;

/// <summary>The shape of a closed set of types, one of which a value has: it is stored as its tag and its content.</summary>
/// <param name="Name"><inheritdoc cref="TypeSchema(string, EquatableArray{string})" path="/param[@name='Name']"/></param>
/// <param name="Cases">The cases in the order of their tags.</param>
/// <param name="FormerNames"><inheritdoc cref="TypeSchema(string, EquatableArray{string})" path="/param[@name='FormerNames']"/></param>
public sealed record UnionSchema(string Name, EquatableArray<UnionCaseSchema> Cases, EquatableArray<string> FormerNames = default)
    : TypeSchema(Name, FormerNames);
