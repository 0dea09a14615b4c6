namespace StateGen.Generators.Tests.Agreement;

/// <summary>A member of a record with its type, or of an enum with its number.</summary>
internal sealed record RandomMember(string Name, string Type);
