namespace StateGen.Schemas.Recording;

/// <summary>Finds the types that an operator is made of.</summary>
internal static class SchemaClosure
{
    private const char TypeParameterMark = '$';

    /// <summary>The operator with exactly the types that its key and states are made of, near or far; those without a description are left out.</summary>
    /// <param name="schema">The operator; its own types do not matter.</param>
    /// <param name="find">Describes a type by its name; null when it is not known.</param>
    public static OperatorSchema Assemble(OperatorSchema schema, Func<string, TypeSchema?> find) =>
        schema with { Types = NamesOf(schema, find).Select(find).OfType<TypeSchema>().OrderBy(type => type.Name, StringComparer.Ordinal).ToEquatableArray() };

    /// <summary>The names of the types that an operator is made of and that are not known, in ordinal order.</summary>
    public static IEnumerable<string> FindMissing(OperatorSchema schema, Func<string, TypeSchema?> find) =>
        NamesOf(schema, find).Where(name => find(name) is null).OrderBy(name => name, StringComparer.Ordinal);

    private static HashSet<string> NamesOf(OperatorSchema schema, Func<string, TypeSchema?> find)
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        var pending = new Stack<string>(ExpressionsOf(schema).SelectMany(NamedTypes));
        while (pending.Count > 0)
        {
            var name = pending.Pop();
            if (!found.Add(name) || find(name) is not { } type)
                continue;
            foreach (var inner in ExpressionsOf(type).SelectMany(NamedTypes))
                pending.Push(inner);
        }

        return found;
    }

    private static IEnumerable<string> ExpressionsOf(OperatorSchema schema) =>
        schema.States.SelectMany(state => state.MapKeyType is { } key ? new[] { key, state.Type } : [state.Type]).Prepend(schema.KeyType);

    private static IEnumerable<string> ExpressionsOf(TypeSchema type) => type switch
    {
        RecordSchema record => record.Members.Select(member => member.Type),
        UnionSchema union => union.Cases.Select(single => single.Type),
        _ => [],
    };

    private static IEnumerable<string> NamedTypes(string expression) => NamedTypes(TypeExpression.Parse(expression));

    // The arguments of a named type are part of its name; only its members say which of them are stored. What a type parameter stands for, only the
    // program knows that uses the operator.
    private static IEnumerable<string> NamedTypes(TypeExpression type)
    {
        if (!BuiltInTypes.IsNamed(type.Name))
            return type.Arguments.SelectMany(NamedTypes);
        return type.Name[0] == TypeParameterMark ? [] : [type.FullName];
    }
}
