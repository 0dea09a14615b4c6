namespace StateGen.Schemas.Resolution.Plans;

/// <summary>An array: an empty list or set, a tuple or a record of defaults.</summary>
/// <param name="Elements">Its elements.</param>
public sealed record ArrayDefault(EquatableArray<DefaultValue> Elements) : DefaultValue;
