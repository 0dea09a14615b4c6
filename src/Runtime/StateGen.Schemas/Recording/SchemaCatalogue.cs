using StateGen.Schemas.Text;

namespace StateGen.Schemas.Recording;

/// <summary>The operators and types that are recorded up to one point of the files. Immutable.</summary>
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

    /// <summary>The ids of all operators, in ordinal order.</summary>
    public IEnumerable<string> OperatorIds => _operators.Keys.OrderBy(id => id, StringComparer.Ordinal);

    /// <summary>What is recorded once a section is, too: a block replaces the earlier one of its name.</summary>
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

    /// <summary>What would be recorded with other schemas for some operators, and without others.</summary>
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

    /// <summary>The operator with the types that it is made of.</summary>
    public OperatorSchema? Find(string operatorId) =>
        _operators.TryGetValue(operatorId, out var schema) ? SchemaClosure.Assemble(schema.Value, FindType) : null;

    public TypeSchema? FindType(string name) => _types.TryGetValue(name, out var type) ? type : null;

    public bool Contains(string operatorId) => _operators.ContainsKey(operatorId);

    /// <summary>The line on which the latest block of an operator begins, in the file that has it.</summary>
    public int LineOf(string operatorId) => _operators[operatorId].Line;

    private SchemaCatalogue Copy() => new(new(_operators, StringComparer.Ordinal), new(_types, StringComparer.Ordinal));
}
