using System.Globalization;
using System.Text;

namespace StateGen.Schemas.Text;

// document   = { comment | blank line | generation | removal | block }
// comment    = "#" any text
// generation = "generation" number                           only in the shipped file; the blocks that follow belong to it
// removal    = "removed operator" name
// block      = header line, then member lines that are indented by two spaces
//
// operator NAME                                              then: key TYPE, and one line per state:
//   value NAME: TYPE                                           [, ttl MILLISECONDS ms [event-time]]
//   list NAME: TYPE                                            [, ttl MILLISECONDS ms [event-time]]
//   map NAME: KEYTYPE -> TYPE                                  [, ttl MILLISECONDS ms [event-time]]
//   sorted-map NAME: KEYTYPE -> TYPE                           [, ttl MILLISECONDS ms [event-time]]
//   broadcast NAME: KEYTYPE -> TYPE
//   reducing NAME: TYPE                                        [, ttl MILLISECONDS ms [event-time]]
//   aggregating NAME: TYPE                                     [, ttl MILLISECONDS ms [event-time]]
//   operator-list NAME: TYPE
//   operator-union NAME: TYPE
// record NAME                                                then, in the order in which they are written: [ "[" KEY "]" ] NAME: TYPE
// enum NAME: SCALAR  or  flags NAME: SCALAR                  then, by number: NAME = NUMBER
// union NAME                                                 then, by tag: NUMBER = TYPE
// opaque NAME: version NUMBER
//
// Every NAME may be followed by "(formerly NAME, NAME)". A NAME with characters other than letters, digits and _ . + ` @ / - $ < > , ? is in double quotes,
// with \" \\ and \uXXXX as escapes. States, types and operators are in ordinal order. Lines end with \n.

/// <summary>
/// Writes and reads the text of schemas: one line per state and member, so that a change is one line of a diff. Generated code, checkpoints and the files
/// <c>StateSchema.Shipped.txt</c> and <c>StateSchema.Unshipped.txt</c> contain it. Writing is canonical: equal schemas give equal text.
/// </summary>
public static class SchemaText
{
    /// <summary>Writes the text of one operator and of every type that it is made of.</summary>
    /// <param name="schema">The schema.</param>
    public static string Write(OperatorSchema schema) =>
        string.Join("\n", new[] { WriteOperator(schema) }.Concat(schema.Types.OrderBy(type => type.Name, StringComparer.Ordinal).Select(WriteType)));

    /// <summary>Writes the block of an operator, without its types.</summary>
    /// <param name="schema">The schema.</param>
    public static string WriteOperator(OperatorSchema schema)
    {
        var lines = schema.States.OrderBy(state => state.Name, StringComparer.Ordinal).Select(Describe);
        return Block($"operator {Quote(schema.OperatorId)}", lines.Prepend($"key {schema.KeyType}"));
    }

    /// <summary>Writes the block of a type.</summary>
    /// <param name="type">The type.</param>
    public static string WriteType(TypeSchema type) => type switch
    {
        RecordSchema record => Block($"record {Name(record)}", record.Members.Select(Describe)),
        EnumSchema { IsFlags: var isFlags } description => Block(
            $"{(isFlags ? "flags" : "enum")} {Name(description)}: {description.UnderlyingType}", InOrder(description.Members).Select(Describe)),
        UnionSchema union => Block($"union {Name(union)}", union.Cases.OrderBy(single => single.Tag).Select(single => $"{Number(single.Tag)} = {single.Type}")),
        OpaqueSchema opaque => Block($"opaque {Name(opaque)}: version {Number(opaque.Version)}", []),
        _ => throw new ArgumentException($"A {type.GetType().Name} has no text.", nameof(type)),
    };

    /// <summary>Writes the line of a state, without indentation.</summary>
    /// <param name="state">The state.</param>
    public static string Describe(StateSchema state)
    {
        var key = state.MapKeyType is null ? "" : $"{state.MapKeyType} -> ";
        var clock = state.ExpiresByEventTime ? " event-time" : "";
        var timeToLive = state.TimeToLiveMilliseconds is { } milliseconds ? $", ttl {Number(milliseconds)} ms{clock}" : "";
        return $"{Describe(state.Kind)} {Quote(state.Name)}{Former(state.FormerNames)}: {key}{state.Type}{timeToLive}";
    }

    /// <summary>Writes the word that begins the line of a state.</summary>
    /// <param name="kind">The kind of the state.</param>
    internal static string Describe(StateKind kind) => kind switch
    {
        StateKind.SortedMap => "sorted-map",
        StateKind.OperatorList => "operator-list",
        StateKind.OperatorUnion => "operator-union",
        _ => kind.ToString().ToLowerInvariant(),
    };

    /// <summary>Writes the line of a member, without indentation.</summary>
    /// <param name="member">The member.</param>
    public static string Describe(MemberSchema member) =>
        $"{(member.Key is null ? "" : $"[{Key(member.Key)}] ")}{Quote(member.Name)}{Former(member.FormerNames)}: {member.Type}";

    /// <summary>Writes the line of a member of an enum, without indentation.</summary>
    /// <param name="member">The member.</param>
    public static string Describe(EnumMemberSchema member) => $"{Quote(member.Name)}{Former(member.FormerNames)} = {member.Value}";

    /// <summary>Parses the text of one operator.</summary>
    /// <param name="text">The text: one operator and the types that it is made of.</param>
    /// <exception cref="FormatException">The text is malformed or does not contain exactly one operator; the message names the line.</exception>
    public static OperatorSchema ParseOperator(string text)
    {
        var document = SchemaDocument.Parse(text);
        if (document.Errors.Count > 0)
            throw new FormatException($"Line {document.Errors[0].Line + 1} of the schema: {document.Errors[0].Message}");
        if (document.Generations.Count != 1 || document.Generations[0].Operators.Count != 1)
            throw new FormatException("The text of a schema must contain exactly one operator.");
        var section = document.Generations[0];
        var types = section.Types.Select(type => type.Value).OrderBy(type => type.Name, StringComparer.Ordinal);
        return section.Operators[0].Value with { Types = types.ToEquatableArray() };
    }

    /// <summary>Writes a name, in double quotes if it needs them.</summary>
    /// <param name="name">Any name.</param>
    public static string Quote(string name) =>
        name.Length > 0 && name.All(SchemaLine.IsNameCharacter) ? name : InQuotes(name);

    private static string InQuotes(string name)
    {
        var quoted = new StringBuilder("\"");
        foreach (var character in name)
            quoted.Append(Escape(character));
        return quoted.Append('"').ToString();
    }

    // Commas separate the names of a list.
    private static string QuoteInList(string name) => name.IndexOf(',') < 0 ? Quote(name) : InQuotes(name);

    private static string Key(string key) => key.StartsWith("\"", StringComparison.Ordinal) ? InQuotes(key.Substring(1, key.Length - 2)) : key;

    private static string Escape(char character) => character switch
    {
        '"' or '\\' => $"\\{character}",
        < ' ' or '\u007f' or '\u0085' or '\u2028' or '\u2029' => $"\\u{(int)character:x4}",
        _ when char.IsSurrogate(character) => $"\\u{(int)character:x4}",
        _ => character.ToString(),
    };

    private static string Block(string header, IEnumerable<string> lines) => string.Concat(lines.Select(line => $"  {line}\n").Prepend(header + "\n"));

    private static string Name(TypeSchema type) => Quote(type.Name) + Former(type.FormerNames);

    private static string Former(EquatableArray<string> names) =>
        names.Count == 0 ? "" : $" (formerly {string.Join(", ", names.OrderBy(name => name, StringComparer.Ordinal).Select(QuoteInList))})";

    internal static IEnumerable<EnumMemberSchema> InOrder(IEnumerable<EnumMemberSchema> members) =>
        members.OrderBy(member => decimal.Parse(member.Value, CultureInfo.InvariantCulture)).ThenBy(member => member.Name, StringComparer.Ordinal);

    internal static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}
