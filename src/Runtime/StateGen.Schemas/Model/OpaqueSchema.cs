namespace StateGen.Schemas;

/// <summary>A type whose bytes only a hand-written codec understands.</summary>
/// <param name="Name"><inheritdoc cref="TypeSchema(string, EquatableArray{string})" path="/param[@name='Name']"/></param>
/// <param name="Version">The version of what the codec writes, from 1. Another version is another shape.</param>
/// <param name="FormerNames"><inheritdoc cref="TypeSchema(string, EquatableArray{string})" path="/param[@name='FormerNames']"/></param>
public sealed record OpaqueSchema(string Name, int Version, EquatableArray<string> FormerNames = default)
    : TypeSchema(Name, FormerNames);
