namespace StateGen.Generators.Tests.Agreement;

/// <summary>Types as C# writes them.</summary>
internal static class RandomTypes
{
    private static readonly string[] Scalars =
    [
        "bool", "byte", "sbyte", "short", "ushort", "int", "uint", "long", "ulong", "Int128", "System.Numerics.BigInteger", "Half", "float", "double", "decimal", "string", "Guid", "TimeSpan",
    ];

    private static readonly string[] Keys = ["string", "int", "long", "Guid", "KeyRecord"];

    public static string Key(Random random) => Pick(random, Keys);

    public static string Scalar(Random random) => Pick(random, Scalars);

    public static string MapKey(Random random) => random.Next(4) == 0 ? $"E{random.Next(RandomOperator.EnumCount)}" : Pick(random, Keys);

    /// <summary>A type that mentions records from a number on, so that nothing is recursive.</summary>
    public static string Member(Random random, int firstRecord) => random.Next(13) switch
    {
        0 or 1 when firstRecord < RandomOperator.RecordCount => Nullable(random, $"R{random.Next(firstRecord, RandomOperator.RecordCount)}"),
        2 or 3 => Nullable(random, $"E{random.Next(RandomOperator.EnumCount)}"),
        4 => $"System.Collections.Immutable.ImmutableArray<{Member(random, RandomOperator.RecordCount)}>",
        5 => $"System.Collections.Immutable.ImmutableDictionary<string, {Member(random, RandomOperator.RecordCount)}>",
        6 => Nullable(random, "U"),
        7 when firstRecord < RandomOperator.RecordCount => $"G<R{random.Next(firstRecord, RandomOperator.RecordCount)}>",
        7 => $"G<G<{Scalar(random)}>>",
        8 => $"G<{Scalar(random)}>",
        _ => Nullable(random, Scalar(random)),
    };

    /// <summary>Another type, often one that is near.</summary>
    public static string Change(Random random, string type, int firstRecord) => random.Next(3) switch
    {
        0 => type.EndsWith('?') ? type[..^1] : type.StartsWith("System.Collections", StringComparison.Ordinal) ? Member(random, firstRecord) : type + "?",
        1 when Array.IndexOf(Scalars, type.TrimEnd('?')) is >= 0 and var index => Scalars[Math.Min(index + random.Next(1, 4), Scalars.Length - 1)] + (type.EndsWith('?') ? "?" : ""),
        _ => Member(random, firstRecord),
    };

    /// <summary>A value state of a reference type must admit null.</summary>
    public static string AsValueState(string type) => !type.EndsWith('?') && IsReference(type) ? type + "?" : type;

    private static bool IsReference(string type) =>
        type is "string" or "U" || type[0] == 'R' || type.StartsWith("G<", StringComparison.Ordinal) || type.StartsWith("System.Collections.Immutable.ImmutableDictionary", StringComparison.Ordinal);

    private static string Nullable(Random random, string type) => random.Next(4) == 0 ? type + "?" : type;

    private static string Pick(Random random, string[] candidates) => candidates[random.Next(candidates.Length)];
}
