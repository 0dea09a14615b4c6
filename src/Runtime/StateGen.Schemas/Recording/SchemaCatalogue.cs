using StateGen.Schemas.Text;

namespace StateGen.Schemas.Recording;

/// <summary>The operators and types that are recorded up to one point in the files. Immutable.</summary>
internal sealed class SchemaCatalogue
{
    public static readonly SchemaCatalogue Empty = new([], []);

    private readonly Dictionary<string, Located<OperatorSchema>> _operators;
    private readonly Dictionary<string, TypeSchema> _types;

    private SchemaCatalogue(Dictionary<string, Located<OperatorSchema>> operators, Dictionary<string, TypeSchema> types)
    {
        _operators = operators;
        _types = types;
    }

    /// <summary>Gets the ids of all operators, in ordinal order.</summary>
    public IEnumerable<string> OperatorIds => _operators.Keys.OrderBy(id => id, StringComparer.Ordinal);

    /// <summary>Returns the catalogue after a section: a block replaces the earlier block of its name.</summary>
    public SchemaCatalogue After(SchemaSection section)
    {
        var next = Copy();
        foreach (var type in section.Types)
            next._types[type.Value.Name] = type.Value;
        foreach (var removed in section.RemovedOperators)
            next._operators.Remove(removed.Value);
        foreach (var schema in section.Operators)
            next._operators[schema.Value.OperatorId] = schema;
        return next;
    }

    /// <summary>Returns the catalogue with other schemas for some operators, and without other operators.</summary>
    public SchemaCatalogue With(IEnumerable<OperatorSchema> declared, IEnumerable<string> removed)
    {
        var next = Copy();
        foreach (var operatorId in removed)
            next._operators.Remove(operatorId);
        foreach (var schema in declared)
        {
            next._operators[schema.OperatorId] = new(schema, 0);
            foreach (var type in schema.Types)
                next._types[type.Name] = type;
        }

        return next;
    }

    /// <summary>Finds an operator with the types that it is made of.</summary>
    public OperatorSchema? Find(string operatorId) =>
        _operators.TryGetValue(operatorId, out var schema) ? SchemaClosure.Assemble(schema.Value, FindType) : null;

    public TypeSchema? FindType(string name) => _types.TryGetValue(name, out var type) ? type : null;

    public bool Contains(string operatorId) => _operators.ContainsKey(operatorId);

    /// <summary>Returns the first line of the latest block of an operator, in the file that contains the block.</summary>
    public int LineOf(string operatorId) => _operators[operatorId].Line;

    private SchemaCatalogue Copy() => new(new(_operators, StringComparer.Ordinal), new(_types, StringComparer.Ordinal));
}

/// <summary>Finds the types that an operator is made of.</summary>
internal static class SchemaClosure
{
    private const char TypeParameterMark = '$';

    /// <summary>
    /// Returns an operator with exactly the types that its key and states are made of, directly or indirectly. Types without a description are left out.
    /// </summary>
    /// <param name="schema">The operator; its own types are ignored.</param>
    /// <param name="find">A function that describes a type by its name, or returns null for an unknown name.</param>
    public static OperatorSchema Assemble(OperatorSchema schema, Func<string, TypeSchema?> find) =>
        schema with { Types = NamesOf(schema, find).Select(find).OfType<TypeSchema>().OrderBy(type => type.Name, StringComparer.Ordinal).ToEquatableArray() };

    /// <summary>Finds the names of the types that an operator is made of and that are not known, in ordinal order.</summary>
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

    // The arguments of a named type are part of its name. Only the members of the type determine which arguments are stored. The type that replaces a type
    // parameter is known only to the program that uses the operator.
    private static IEnumerable<string> NamedTypes(TypeExpression type)
    {
        if (!BuiltInTypes.IsNamed(type.Name))
            return type.Arguments.SelectMany(NamedTypes);
        return type.Name[0] == TypeParameterMark ? [] : [type.FullName];
    }
}
