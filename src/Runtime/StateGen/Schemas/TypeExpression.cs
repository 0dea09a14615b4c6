namespace StateGen.Schemas;

// expression = name [ "<" expression { "," expression } ">" ] [ "?" ]
// name       = scalar | collection | full metadata name of a type described by a TypeSchema
// There is no white space. A constructed generic type is looked up by its whole text, arguments included.

/// <summary>
/// Types as schemas write them: <c>int64</c>, <c>string?</c>, <c>Shop.RouteStats</c>, <c>list&lt;int32&gt;</c>. Scalars are boolean, byte,
/// sbyte, int16, uint16, int32, uint32, int64, uint64, char, single, double, decimal, string, guid, datetime, datetimeoffset, timespan,
/// dateonly and timeonly; a <c>?</c> at the end admits null.
/// </summary>
public static class TypeExpression
{
    /// <summary>Finds every type that an expression mentions: itself, then its arguments, each without its <c>?</c>.</summary>
    /// <param name="expression">A type expression.</param>
    /// <returns>The types from the outside in, from left to right.</returns>
    public static IEnumerable<string> Mentioned(string expression)
    {
        ArgumentNullException.ThrowIfNull(expression);
        var type = expression.EndsWith('?') ? expression[..^1] : expression;
        return Arguments(type).SelectMany(Mentioned).Prepend(type);
    }

    private static IEnumerable<string> Arguments(string type)
    {
        var depth = 0;
        var start = 0;
        for (var i = 0; i < type.Length; i++)
        {
            if (depth == 1 && type[i] is ',' or '>')
                yield return type[start..i];
            depth += type[i] switch { '<' => 1, '>' => -1, _ => 0 };
            if (depth == 1 && type[i] is '<' or ',')
                start = i + 1;
        }
    }
}
