namespace StateGen.Schemas.Resolution.Matching;

/// <summary>A state, or a member of a record or enum, as far as it is found by its names.</summary>
internal readonly record struct NamedItem(string Name, EquatableArray<string> FormerNames);
