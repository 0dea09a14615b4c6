namespace StateGen.Generators.Tests.Agreement;

/// <summary>A member of a record with its type, or of an enum with its number.</summary>
internal sealed record RandomMember(string Name, string Type, params IReadOnlyList<string> FormerNames)
{
    /// <summary>The same under another name, which may say what the old one was.</summary>
    public RandomMember Rename(string name, bool saysSo) => this with { Name = name, FormerNames = saysSo ? [.. FormerNames, Name] : FormerNames };
}
