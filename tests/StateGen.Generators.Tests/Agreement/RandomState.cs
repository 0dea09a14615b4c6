namespace StateGen.Generators.Tests.Agreement;

/// <summary>A state of a made-up operator.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Kind">0 for a value, 1 for a list, 2 for a map.</param>
/// <param name="Type">The type of the value, the elements or the map's values.</param>
/// <param name="MapKey">The type of the map's keys, if it is one.</param>
/// <param name="HasTimeToLive">Whether it has a time to live.</param>
internal sealed record RandomState(string Name, int Kind, string Type, string MapKey, bool HasTimeToLive)
{
    public const int Kinds = 3;

    public static RandomState Create(Random random, string name) =>
        new(name, random.Next(Kinds), RandomTypes.Member(random, 0), RandomTypes.MapKey(random), random.Next(8) == 0);

    public override string ToString() => $"[State{(HasTimeToLive ? ", Ttl(Days = 1)" : "")}] private partial " + Kind switch
    {
        0 => $"{RandomTypes.AsValueState(Type)} {Name} {{ get; set; }}",
        1 => $"ListState<{Type}> {Name} {{ get; }}",
        _ => $"MapState<{MapKey}, {Type}> {Name} {{ get; }}",
    };
}
