namespace StateGen.Schemas;

// expression = name [ "<" expression { "," expression } ">" ] [ "?" ]
// name       = scalar | collection | full metadata name of a type described by a TypeSchema
// There is no white space. A constructed generic type is looked up by its whole text, arguments included.

/// <summary>
/// A type in the notation of schemas: <c>int64</c>, <c>string?</c>, <c>Shop.RouteStats</c>, <c>list&lt;int32&gt;</c>. A <c>?</c> at the end admits null.
/// Scalars and the collections <c>list</c>, <c>set</c>, <c>map</c> and <c>tuple</c> are built in (<see cref="BuiltInTypes"/>). Every other name refers to a
/// type that the schema describes.
/// </summary>
/// <param name="Name">The name before the arguments: a scalar, a collection, or the full metadata name of a type.</param>
/// <param name="Arguments">The type arguments.</param>
/// <param name="IsNullable">true if null is admitted; otherwise, false.</param>
public sealed record TypeExpression(string Name, EquatableArray<TypeExpression> Arguments, bool IsNullable)
{
    // Schemas are read from files that people edit: nesting must not exhaust the stack.
    private const int MostNested = 64;

    /// <summary>Gets the name under which a schema describes the type: with its arguments, without its <c>?</c>.</summary>
    public string FullName => Arguments.Count == 0 ? Name : $"{Name}<{string.Join(",", Arguments)}>";

    /// <summary>Parses a type expression.</summary>
    /// <param name="expression">The text.</param>
    /// <exception cref="FormatException">The text is not a type expression.</exception>
    public static TypeExpression Parse(string expression)
    {
        var position = 0;
        var parsed = Parse(expression, ref position, depth: 0);
        return position == expression.Length ? parsed : throw Malformed(expression);
    }

    /// <summary>Finds every type that an expression mentions: itself, then its arguments, each without its <c>?</c>.</summary>
    /// <param name="expression">A type expression.</param>
    /// <returns>The types from the outside in, from left to right.</returns>
    /// <exception cref="FormatException">The text is not a type expression.</exception>
    public static IEnumerable<string> Mentioned(string expression) => Mentioned(Parse(expression));

    /// <summary>Returns the text, which <see cref="Parse(string)"/> reads.</summary>
    public override string ToString() => IsNullable ? FullName + "?" : FullName;

    private static IEnumerable<string> Mentioned(TypeExpression type) => type.Arguments.SelectMany(Mentioned).Prepend(type.FullName);

    private static TypeExpression Parse(string text, ref int position, int depth)
    {
        if (depth > MostNested)
            throw new FormatException($"A type expression is nested more than {MostNested} levels deep.");
        var start = position;
        while (position < text.Length && "<>,?".IndexOf(text[position]) < 0 && !char.IsWhiteSpace(text[position]))
            position++;
        var name = position > start ? text.Substring(start, position - start) : throw Malformed(text);
        var arguments = ParseArguments(text, ref position, depth + 1);
        var isNullable = position < text.Length && text[position] == '?';
        position += isNullable ? 1 : 0;
        return new(name, arguments, isNullable);
    }

    private static EquatableArray<TypeExpression> ParseArguments(string text, ref int position, int depth)
    {
        var arguments = new List<TypeExpression>();
        if (position == text.Length || text[position] != '<')
            return [];
        do
        {
            position++;
            arguments.Add(Parse(text, ref position, depth));
        }
        while (position < text.Length && text[position] == ',');
        if (position == text.Length || text[position] != '>')
            throw Malformed(text);
        position++;
        return arguments.ToEquatableArray();
    }

    private static FormatException Malformed(string expression) => new($"'{expression}' is not a type expression.");
}

/// <summary>The description of a type in schemas: its type expression and the shapes of the named types in it.</summary>
/// <param name="Type">The type expression (<see cref="TypeExpression"/>).</param>
/// <param name="Types">The shapes of the named types in it, directly or indirectly, in the ordinal order of their names.</param>
public sealed record TypeDescription(string Type, EquatableArray<TypeSchema> Types)
{
    /// <summary>Describes a type by the shapes that its expression reaches.</summary>
    /// <param name="type">The type expression.</param>
    /// <param name="known">The shapes of named types, which include those that the expression needs.</param>
    public static TypeDescription Of(string type, IEnumerable<TypeSchema> known)
    {
        var byName = known.ToDictionary(schema => schema.Name, StringComparer.Ordinal);
        var reached = new SortedDictionary<string, TypeSchema>(StringComparer.Ordinal);
        var pending = new Stack<string>(TypeExpression.Mentioned(type));
        while (pending.Count > 0)
        {
            if (!byName.TryGetValue(pending.Pop(), out var schema) || reached.ContainsKey(schema.Name))
                continue;
            reached.Add(schema.Name, schema);
            foreach (var mentioned in Expressions(schema).SelectMany(TypeExpression.Mentioned))
                pending.Push(mentioned);
        }

        return new(type, reached.Values.ToEquatableArray());
    }

    /// <summary>Returns the type expressions in a shape.</summary>
    private static IEnumerable<string> Expressions(TypeSchema type) => type switch
    {
        RecordSchema record => record.Members.Select(member => member.Type),
        UnionSchema union => union.Cases.Select(single => single.Type),
        _ => [],
    };
}
