namespace StateGen.Schemas;

/// <summary>How schemas refer to a type and what it is made of.</summary>
/// <param name="Type">The type expression (<see cref="TypeExpression"/>).</param>
/// <param name="Types">The shapes of the named types in it, nested ones included, in the ordinal order of their names.</param>
public sealed record TypeDescription(string Type, EquatableArray<TypeSchema> Types)
{
    /// <summary>Describes a type by what it reaches among many.</summary>
    /// <param name="type">The type expression.</param>
    /// <param name="known">The shapes of named types, of which the expression needs some.</param>
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

    /// <summary>The type expressions in a shape.</summary>
    private static IEnumerable<string> Expressions(TypeSchema type) => type switch
    {
        RecordSchema record => record.Members.Select(member => member.Type),
        UnionSchema union => union.Cases.Select(single => single.Type),
        _ => [],
    };
}
