namespace StateGen.Schemas.Text;

/// <summary>Collects the blocks of one generation; a name may stand there once.</summary>
internal sealed class SectionBuilder(int number, int line)
{
    private readonly List<Located<OperatorSchema>> _operators = [];
    private readonly List<Located<TypeSchema>> _types = [];
    private readonly List<Located<string>> _removed = [];
    private readonly HashSet<string> _operatorIds = new(StringComparer.Ordinal);
    private readonly HashSet<string> _removedIds = new(StringComparer.Ordinal);
    private readonly HashSet<string> _typeNames = new(StringComparer.Ordinal);

    public int Number => number;

    public bool IsEmpty => _operators.Count == 0 && _types.Count == 0 && _removed.Count == 0;

    public void Add(OperatorSchema schema, int line)
    {
        if (!_operatorIds.Add(schema.OperatorId))
            throw new FormatException($"operator {SchemaText.Quote(schema.OperatorId)} stands here twice.");
        _operators.Add(new(schema, line));
    }

    public void Add(TypeSchema type, int line)
    {
        if (!_typeNames.Add(type.Name))
            throw new FormatException($"type {SchemaText.Quote(type.Name)} stands here twice.");
        _types.Add(new(type, line));
    }

    // The operator itself may stand here, too: then it starts anew, without the state of its predecessor.
    public void Remove(Located<string> operatorId)
    {
        if (!_removedIds.Add(operatorId.Value))
            throw new FormatException($"removed operator {SchemaText.Quote(operatorId.Value)} stands here twice.");
        _removed.Add(operatorId);
    }

    public SchemaSection Build() => new(number, line, _operators.ToEquatableArray(), _types.ToEquatableArray(), _removed.ToEquatableArray());
}
