namespace StateGen.Generators.Tests.Agreement;

/// <summary>A state of a made-up operator.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Kind">0 for a value, 1 for a list, 2 for a map, 3 for a reducing state, 4 for an aggregating one.</param>
/// <param name="Type">The type of the value, the elements or the map's values.</param>
/// <param name="MapKey">The type of the map's keys, if it is one.</param>
/// <param name="DaysToLive">Its time to live; 0 for none.</param>
/// <param name="FormerNames">What it was called.</param>
/// <param name="UpgradedTypes">The types that its upgrade reads; it has none where there are none.</param>
internal sealed record RandomState(
    string Name, int Kind, string Type, string MapKey, int DaysToLive, IReadOnlyList<string> FormerNames, IReadOnlyList<string> UpgradedTypes)
{
    public const int Kinds = 5;

    private string NewType => Type.TrimEnd('?');

    private IEnumerable<string> OldTypes => UpgradedTypes.Select(type => type.TrimEnd('?')).Distinct().Where(type => type != NewType);

    public static RandomState Create(Random random, string name) =>
        new(name, random.Next(Kinds), RandomTypes.Member(random, 0), RandomTypes.MapKey(random), random.Next(8) == 0 ? 1 : 0, [], []);

    public override string ToString() => $"[State{(OldTypes.Any() ? $"(Upgrade = typeof(Upgrade{Name}))" : "")}{(DaysToLive > 0 ? $", Ttl(Days = {DaysToLive})" : "")}] private partial " + Kind switch
    {
        0 => $"{RandomTypes.AsValueState(Type)} {Name} {{ get; set; }}",
        1 => $"ListState<{Type}> {Name} {{ get; }}",
        2 => $"MapState<{MapKey}, {Type}> {Name} {{ get; }}",
        3 => $"ReducingState<{Type}, Functions{Name}> {Name} {{ get; }}",
        _ => $"AggregatingState<string, {Type}, int, Functions{Name}> {Name} {{ get; }}",
    };

    /// <summary>The functions of the accumulator; empty where there is none.</summary>
    public string WriteFunctions() => Kind switch
    {
        3 => $$"""
            internal readonly struct Functions{{Name}} : IReducer<{{Type}}> { public static {{Type}} Reduce({{Type}} accumulator, {{Type}} value) => value; }

            """,
        4 => $$"""
            internal readonly struct Functions{{Name}} : IAggregator<string, {{Type}}, int>
            {
                public static {{Type}} CreateAccumulator() => default!;
                public static {{Type}} Add({{Type}} accumulator, string value) => accumulator;
                public static int GetResult({{Type}} accumulator) => 0;
            }

            """,
        _ => "",
    };

    /// <summary>The class that upgrades the state; empty where it has none.</summary>
    public string WriteUpgrade() => !OldTypes.Any() ? "" : $$"""
        internal sealed class Upgrade{{Name}} : {{string.Join(", ", OldTypes.Select(old => $"IStateUpgrade<{old}, {NewType}>"))}}
        {
            {{string.Join("\n", OldTypes.Select(old => $"public static {NewType} Upgrade({old} old) => default!;"))}}
        }
        """;
}
