namespace StateGen.Schemas;

/// <summary>One member of a record.</summary>
/// <param name="Name">The name of the property or field.</param>
/// <param name="Type">Its type expression (<see cref="TypeExpression"/>).</param>
/// <param name="Key">What <c>[Key]</c> says: digits for an integer key, text in double quotes for a string key; null where the
/// member is known by its name and written by its position.</param>
/// <param name="FormerNames">The names that the member had in earlier schemas.</param>
public sealed record MemberSchema(string Name, string Type, string? Key = null, EquatableArray<string> FormerNames = default);
