namespace StateGen.Generators.Tests.Agreement;

/// <summary>A record or an enum of a made-up project.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Members">Its members.</param>
/// <param name="IsFlags">Whether it is a set of flags.</param>
/// <param name="FormerNames">What it was called.</param>
internal sealed record RandomType(string Name, IReadOnlyList<RandomMember> Members, bool IsFlags, params IReadOnlyList<string> FormerNames)
{
    public static RandomType Create(Random random, string name, Func<int, string> type, string members) =>
        new(name, [.. Enumerable.Range(0, random.Next(1, 4)).Select(index => new RandomMember($"{members}{index}", type(index)))], IsFlags: false);

    /// <summary>The attributes of a type or a member.</summary>
    public static string Attributes(IEnumerable<string> formerNames) => string.Concat(formerNames.Distinct().Select(name => $"[FormerName(\"{name}\")] "));
}
