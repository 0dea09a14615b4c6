namespace StateGen.Schemas.Resolution.Plans;

/// <summary>Where the members of a record stand: at positions of an array, with nil in the gaps, or under the names of a map.</summary>
/// <param name="Length">The length of the array; the number of members where it is a map.</param>
/// <param name="Positions">The position of each member in the array, from 0; empty where it is a map.</param>
/// <param name="Names">The name of each member in the map; empty where it is an array.</param>
public sealed record RecordLayout(int Length, EquatableArray<int> Positions, EquatableArray<string> Names)
{
    /// <summary>Whether members stand under names.</summary>
    public bool IsMap => Names.Count > 0;

    /// <summary>The position of a member in the array, or its place among the entries of the map.</summary>
    /// <param name="member">The index of the member.</param>
    public int PositionOf(int member) => IsMap ? member : Positions[member];

    /// <summary>The layout of a record.</summary>
    /// <param name="record">Its shape.</param>
    public static RecordLayout Of(RecordSchema record)
    {
        var keys = record.Members.Select(member => member.Key).ToArray();
        if (keys.Length == 0 || keys[0] is not { } first)
            return OfPositions(Enumerable.Range(0, keys.Length).ToEquatableArray());
        return IsName(first)
            ? new(keys.Length, [], keys.Select(key => key!.Substring(1, key.Length - 2)).ToEquatableArray())
            : OfPositions(keys.Select(key => int.TryParse(key, out var position) ? position : 0).ToEquatableArray());
    }

    private static bool IsName(string key) => key.StartsWith("\"", StringComparison.Ordinal);

    private static RecordLayout OfPositions(EquatableArray<int> positions) => new(positions.DefaultIfEmpty(-1).Max() + 1, positions, []);
}
