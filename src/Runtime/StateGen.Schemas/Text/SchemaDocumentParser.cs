namespace StateGen.Schemas.Text;

/// <summary>Parses a document line by line. A malformed line is reported and left out; a malformed header also leaves out its block.</summary>
internal sealed class SchemaDocumentParser
{
    private readonly List<SchemaSection> _sections = [];
    private readonly List<SchemaTextError> _errors = [];
    private SectionBuilder _section = new(number: 0, line: 0);
    private ISchemaBlock? _block;
    private bool _isHeaderWrong;

    public SchemaDocument Parse(string text)
    {
        var lines = text.Split('\n');
        for (var number = 0; number < lines.Length; number++)
            Parse(lines[number].TrimEnd(), number);
        EndSection();
        return new(_sections.ToEquatableArray(), _errors.OrderBy(error => error.Line).ToEquatableArray());
    }

    private void Parse(string line, int number)
    {
        if (line.Length == 0 || line[0] == '#')
            return;
        try
        {
            if (char.IsWhiteSpace(line[0]))
                AddToBlock(new(line.TrimStart()), number);
            else
                BeginBlock(new(line), number);
        }
        catch (FormatException exception)
        {
            _isHeaderWrong |= !char.IsWhiteSpace(line[0]);
            _errors.Add(new(number, exception.Message));
        }
    }

    // The lines below a malformed header are left out without a report of their own.
    private void AddToBlock(SchemaLine line, int number)
    {
        if (_block is not null)
            _block.Add(line, number);
        else if (!_isHeaderWrong)
            throw new FormatException("this line does not belong to an operator or type.");
    }

    private void BeginBlock(SchemaLine line, int number)
    {
        EndBlock();
        _isHeaderWrong = false;
        if (line.TryTake("generation "))
            BeginSection(line, number);
        else if (line.TryTake("removed operator "))
            Remove(line, number);
        else
            _block = SchemaBlocks.Begin(line, number);
    }

    private void BeginSection(SchemaLine line, int lineNumber)
    {
        var number = line.TakeInt32();
        line.TakeEnd();
        if (number <= _section.Number)
            throw new FormatException($"generation {number} must be greater than the previous one, {_section.Number}.");
        EndSection();
        _section = new(number, lineNumber);
    }

    private void Remove(SchemaLine line, int number)
    {
        _section.Remove(new(line.TakeName(), number));
        line.TakeEnd();
    }

    private void EndBlock()
    {
        var block = _block;
        _block = null;
        try
        {
            block?.AddTo(_section);
        }
        catch (FormatException exception)
        {
            _errors.Add(new(block!.Line, exception.Message));
        }
    }

    private void EndSection()
    {
        EndBlock();
        if (_section.Number > 0 || !_section.IsEmpty)
            _sections.Add(_section.Build());
    }
}

/// <summary>Collects the blocks of one generation. Each name may occur once.</summary>
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
            throw new FormatException($"operator {SchemaText.Quote(schema.OperatorId)} is declared twice.");
        _operators.Add(new(schema, line));
    }

    public void Add(TypeSchema type, int line)
    {
        if (!_typeNames.Add(type.Name))
            throw new FormatException($"type {SchemaText.Quote(type.Name)} is declared twice.");
        _types.Add(new(type, line));
    }

    // The section may contain a block of the same operator: the operator then starts anew, without the state of its predecessor.
    public void Remove(Located<string> operatorId)
    {
        if (!_removedIds.Add(operatorId.Value))
            throw new FormatException($"removed operator {SchemaText.Quote(operatorId.Value)} is listed twice.");
        _removed.Add(operatorId);
    }

    public SchemaSection Build() => new(number, line, _operators.ToEquatableArray(), _types.ToEquatableArray(), _removed.ToEquatableArray());
}
