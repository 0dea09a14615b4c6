using System.Globalization;
using System.Text;

namespace StateGen.TestKit.Shapes;

/// <summary>
/// Random types as C#: every way to declare one that can be stored, with members of every supported type, the types declared before among them. One
/// operator keeps them all in state, so that the generator writes their codecs.
/// </summary>
internal sealed class ShapeGenerator(Random random)
{
    private const int MostMembers = 7;
    private const int ShapesPerOperator = 40;

    // Types hold types of their own group, so that their values stay small.
    private const int GroupLength = 20;

    private static readonly string[] Scalars =
    [
        "bool", "byte", "sbyte", "short", "ushort", "int", "uint", "long", "ulong", "char", "float", "double", "decimal", "string", "Guid", "DateTime",
        "DateTimeOffset", "TimeSpan", "DateOnly", "TimeOnly", "Int128", "UInt128", "Half", "System.Numerics.BigInteger", "Uri", "Version", "ReadOnlyMemory<byte>",
    ];

    private static readonly string[] Lists =
        ["ImmutableArray", "ImmutableList", "ImmutableQueue", "ImmutableStack", "IReadOnlyList", "IReadOnlyCollection", "System.Collections.ObjectModel.ReadOnlyCollection"];

    private static readonly string[] Sets =
        ["ImmutableHashSet", "ImmutableSortedSet", "System.Collections.Frozen.FrozenSet", "IReadOnlySet", "System.Collections.ObjectModel.ReadOnlySet"];

    private static readonly string[] Maps =
    [
        "ImmutableDictionary", "ImmutableSortedDictionary", "System.Collections.Frozen.FrozenDictionary", "IReadOnlyDictionary",
        "System.Collections.ObjectModel.ReadOnlyDictionary",
    ];

    // What can be told apart and put in order.
    private static readonly string[] Keys = ["bool", "byte", "sbyte", "int", "uint", "long", "ulong", "char", "string", "Guid", "DateTime", "DateOnly", "TimeSpan"];

    private static readonly string[] EnumBases = ["byte", "sbyte", "short", "ushort", "int", "uint", "long", "ulong"];

    private static readonly string[] MemberNames = ["Alpha", "beta", "@class", "Delta", "Épsilon", "_zeta", "@event", "Theta", "iota", "Kappa"];

    private readonly StringBuilder _code = new();
    private readonly List<string> _types = [];
    private readonly List<string> _generics = [];
    private int _groupStart;

    /// <summary>The declarations of as many types.</summary>
    public string Next(int count)
    {
        for (var index = 0; index < count; index++)
            Declare(index);
        for (var first = 0; first < _types.Count; first += ShapesPerOperator)
            DeclareOperator(first);
        return _code.ToString();
    }

    private void Declare(int index)
    {
        if (index % GroupLength == 0)
        {
            _groupStart = _types.Count;
            _generics.Clear();
        }

        if (index % 10 == 9)
            DeclareEnum($"Enum{index}");
        else if (index % 10 == 8)
            DeclareGeneric($"Generic{index}");
        else if (index % 10 == 7)
            DeclareUnion($"Union{index}");
        else
            DeclareRecord($"Shape{index}");
    }

    private void DeclareEnum(string name)
    {
        var isFlags = random.Next(2) == 0;
        var members = string.Join(", ", Enumerable.Range(0, random.Next(1, 6)).Select(bit => string.Create(CultureInfo.InvariantCulture, $"M{bit} = {1 << bit}")));
        _code.AppendLine(CultureInfo.InvariantCulture, $"{(isFlags ? "[Flags] " : "")}internal enum {name} : {Any(EnumBases)} {{ None, {members} }}");
        _types.Add(name);
    }

    private void DeclareGeneric(string name)
    {
        _code.AppendLine(CultureInfo.InvariantCulture, $"internal {(random.Next(2) == 0 ? "sealed record" : "readonly record struct")} {name}<T>(T Value, {NextType()} Other);");
        _generics.Add(name);
        _types.Add($"{name}<{Any(Scalars)}>");
    }

    private void DeclareUnion(string name)
    {
        var tags = Enumerable.Range(0, 300).OrderBy(_ => random.Next()).Take(random.Next(1, 5)).ToArray();
        foreach (var tag in tags)
            _code.AppendLine(CultureInfo.InvariantCulture, $"[UnionCase({tag}, typeof({name}Case{tag}))]");
        _code.AppendLine(CultureInfo.InvariantCulture, $"internal interface {name};");
        foreach (var tag in tags)
            _code.AppendLine(CultureInfo.InvariantCulture, $"internal sealed record {name}Case{tag}({NextType()} First, {NextType()} Second) : {name};");
        _types.Add(name);
    }

    private void DeclareRecord(string name)
    {
        var members = MemberNames.OrderBy(_ => random.Next()).Take(random.Next(MostMembers + 1)).Select(member => (Type: NextType(), Name: member)).ToArray();
        _code.AppendLine(random.Next(7) switch
        {
            0 => $"internal sealed record {name}({Parameters(members)});",
            1 => $"internal readonly record struct {name}({Parameters(members)});",
            2 => $"internal record struct {name}({Parameters(members)});",
            3 => $"internal sealed record {name} {{ {string.Join(" ", members.Select(member => Initialized(member)))} }}",
            4 => Mixed(name, members),
            5 => Constructed("internal sealed class", name, members),
            _ => Constructed("internal readonly struct", name, members),
        });
        _types.Add(name);
    }

    private static string Parameters(IEnumerable<(string Type, string Name)> members) => string.Join(", ", members.Select(member => $"{member.Type} {member.Name}"));

    private static string Initialized((string Type, string Name) member) =>
        $"public {(member.Type.EndsWith('?') ? "" : "required ")}{member.Type} {member.Name} {{ get; init; }}";

    private string Mixed(string name, (string Type, string Name)[] members)
    {
        var constructed = random.Next(members.Length + 1);
        return $"internal record {name}({Parameters(members.Take(constructed))}) {{ {string.Join(" ", members.Skip(constructed).Select(Initialized))} }}";
    }

    private string Constructed(string kind, string name, (string Type, string Name)[] members)
    {
        var code = new StringBuilder($"{kind} {name} {{ public {name}({Parameters(members.Select(member => (member.Type, Parameter(member.Name))))}) {{ ");
        foreach (var (_, member) in members)
            code.Append(CultureInfo.InvariantCulture, $"this.{member} = {Parameter(member)}; ");
        code.Append("} ");
        foreach (var (type, member) in members)
            code.Append(random.Next(3) == 0 ? $"public readonly {type} {member}; " : $"public {type} {member} {{ get; }} ");
        return code.Append('}').ToString();
    }

    // The name of a parameter may differ from the member's in case.
    private static string Parameter(string member) => member[0] is '@' or '_' ? member : char.ToLowerInvariant(member[0]) + member[1..];

    // Collections and tuples nest once, which keeps their names within what metadata can hold.
    private string NextType(int depth = 0)
    {
        var type = random.Next(depth < 2 ? 9 : 3) switch
        {
            0 when _types.Count > _groupStart => NextDeclared(),
            6 => NextCollection(depth + 1),
            7 => NextTuple(depth + 1),
            8 when _types.Count > _groupStart => NextDeclared(),
            _ => Any(Scalars),
        };
        return random.Next(4) == 0 ? type + "?" : type;
    }

    private string NextCollection(int depth) => random.Next(4) switch
    {
        0 => $"{Qualified(Any(Sets))}<{Any(Keys)}>",
        1 => $"{Qualified(Any(Maps))}<{Any(Keys)}, {NextType(depth)}>",
        _ => $"{Qualified(Any(Lists))}<{NextType(depth)}>",
    };

    private string NextTuple(int depth) => random.Next(5) switch
    {
        0 => $"KeyValuePair<{Any(Keys)}, {NextType(depth)}>",
        1 => $"Tuple<{NextType(depth)}, {NextType(depth)}>",
        2 => $"({string.Join(", ", Enumerable.Range(0, random.Next(8, 12)).Select(_ => Any(Scalars)))})",
        _ => $"({NextType(depth)}, {NextType(depth)})",
    };

    private static string Qualified(string container) => container.StartsWith("Immutable", StringComparison.Ordinal) ? "System.Collections.Immutable." + container : container;

    private string NextDeclared() => random.Next(4) == 0 && _generics.Count > 0 ? $"{Any(_generics)}<{Any(Scalars)}>" : _types[random.Next(_groupStart, _types.Count)];

    private void DeclareOperator(int first)
    {
        _code.AppendLine(CultureInfo.InvariantCulture, $"[Operator(\"shapes{first}\")] internal sealed partial class Operator{first} : ProbeOperator<Operator{first}, int> {{");
        for (var index = first; index < Math.Min(first + ShapesPerOperator, _types.Count); index++)
            _code.AppendLine(CultureInfo.InvariantCulture, $"    [State] internal partial MapState<int, {_types[index]}> State{index} {{ get; }}");
        _code.AppendLine("}");
    }

    private T Any<T>(IReadOnlyList<T> choices) => choices[random.Next(choices.Count)];
}
