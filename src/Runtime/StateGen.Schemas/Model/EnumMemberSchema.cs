namespace StateGen.Schemas;

/// <summary>One member of an enum.</summary>
/// <param name="Name">The name of the member.</param>
/// <param name="Value">Its number as decimal text, which holds every underlying type, <c>uint64</c> included.</param>
/// <param name="FormerNames">The names that the member had in earlier schemas.</param>
public sealed record EnumMemberSchema(string Name, string Value, EquatableArray<string> FormerNames = default);
