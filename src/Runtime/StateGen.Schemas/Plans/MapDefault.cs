namespace StateGen.Schemas.Resolution.Plans;

/// <summary>A map: an empty map, or a record of defaults under string keys.</summary>
/// <param name="Names">The names of the members.</param>
/// <param name="Values">As many defaults.</param>
public sealed record MapDefault(EquatableArray<string> Names, EquatableArray<DefaultValue> Values) : DefaultValue;
