namespace StateGen.Evolution.Tests;

/// <summary>Writes the C# of one form of a change: its types, and an operator for each position.</summary>
internal static class EvolutionSource
{
    public static string Old(Change change) => Namespace(change, change.OldTypes, change.Old, "", position => change.ValuesAt(position).Select(value => value.Stored));

    public static string New(Change change) => Namespace(change, change.NewTypes, change.New, change.NewOptions, _ => []);

    /// <summary>The full name of an operator.</summary>
    public static string OperatorName(Change change, Position position) => $"{change.Name}.{position}Operator";

    /// <summary>The positions that a change is tried at.</summary>
    public static IEnumerable<Position> Positions(Change change) => change.IsOfState ? [Position.Value, Position.List, Position.Map, Position.Accumulator] : Enum.GetValues<Position>();

    private static string Namespace(Change change, string types, string type, string options, Func<Position, IEnumerable<string>> values) => $$"""
        namespace {{change.Name}}
        {
            using System.Collections.Immutable;
        {{types}}
            internal sealed record Box({{type}} Inner, int Tag);

            internal sealed record Crate(ImmutableArray<{{type}}> Items);

        {{string.Join("\n", Positions(change).Select(position => Operator(position, change.IsClass && !type.EndsWith('?') && position == Position.Value ? type + "?" : type, options, values(position))))}}
        }
        """;

    private static string Operator(Position position, string type, string options, IEnumerable<string> values)
    {
        var (state, store, read, rewrite) = Access(position, type);
        var cases = string.Concat(values.Select((value, index) => $"case {index}: {store(value)} break;"));
        var storing = cases.Length == 0 ? "" : $"public override void Store(int index) {{ switch (index) {{ {cases} }} }}";
        return $$"""
                [Operator("evolving")]
                internal sealed partial class {{position}}Operator : EvolvingOperator<{{position}}Operator>
                {
                    [State{{(options.Length == 0 ? "" : $"({options})")}}] internal partial {{state}}
                    public override object? Read() => {{read}};
                    public override void Rewrite() { {{rewrite}} }
                    {{storing}}
                    {{(position == Position.Accumulator ? $"internal readonly struct Latest : IReducer<{type}> {{ public static {type} Reduce({type} accumulator, {type} value) => value; }}" : "")}}
                }
            """;
    }

    private static (string State, Func<string, string> Store, string Read, string Rewrite) Access(Position position, string type) => position switch
    {
        Position.Value => ($"{type} Kept {{ get; set; }}", value => $"Kept = {value};", "Kept", "Kept = Kept;"),
        Position.List => ($"ListState<{type}> Kept {{ get; }}", value => $"Kept.Add({value});", "Kept.Single()", "Kept.Update(Kept.ToArray());"),
        Position.Map => ($"MapState<string, {type}> Kept {{ get; }}", value => $"Kept[\"k\"] = {value};", "Kept[\"k\"]", "Kept[\"k\"] = Kept[\"k\"];"),
        Position.Accumulator => (
            $"ReducingState<{type}, Latest> Kept {{ get; }}",
            value => $"Kept.Add({value});",
            "Kept.TryGetValue(out var kept) ? (object?)kept : \"absent\"",
            "if (Kept.TryGetValue(out var kept)) Kept.Add(kept);"),
        Position.Member => ("Box? Kept { get; set; }", value => $"Kept = new Box({value}, 7);", "Kept!.Inner", "Kept = Kept! with { Tag = 8 };"),
        _ => ("Crate? Kept { get; set; }", value => $"Kept = new Crate([{value}]);", "Kept!.Items[0]", "Kept = Kept! with { Items = Kept.Items };"),
    };
}
