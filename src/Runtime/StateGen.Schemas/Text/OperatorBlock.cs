namespace StateGen.Schemas.Text;

/// <summary>The block of an operator: its key, then its states.</summary>
internal sealed class OperatorBlock(SchemaLine header, int number) : ISchemaBlock
{
    private readonly string _id = header.TakeName();
    private readonly List<StateSchema> _states = [];
    private string? _key;

    public int Line => number;

    public void Add(SchemaLine line, int number)
    {
        if (line.TryTake("key "))
            SetKey(line.TakeType());
        else
            AddState(TakeState(line));
        line.TakeEnd();
    }

    public void AddTo(SectionBuilder section)
    {
        var key = _key ?? throw new FormatException($"operator {SchemaText.Quote(_id)} has no line with its key.");
        section.Add(new OperatorSchema(_id, key, _states.OrderBy(state => state.Name, StringComparer.Ordinal).ToEquatableArray(), []), number);
    }

    private void SetKey(string type) =>
        _key = _key is null ? type : throw new FormatException($"operator {SchemaText.Quote(_id)} has a second key.");

    private void AddState(StateSchema state)
    {
        if (_states.Exists(other => other.Name == state.Name))
            throw new FormatException($"state {SchemaText.Quote(state.Name)} stands here twice.");
        _states.Add(state);
    }

    private static StateSchema TakeState(SchemaLine line)
    {
        var kind = TakeKind(line);
        var name = line.TakeName();
        var formerNames = line.TakeFormerNames();
        line.Take(": ");
        var mapKey = kind == StateKind.Map ? line.TakeType() : null;
        if (mapKey is not null)
            line.Take(" -> ");
        return new(name, kind, line.TakeTypeBeforeOption(), mapKey, TakeTimeToLive(line), formerNames);
    }

    private static StateKind TakeKind(SchemaLine line) => line switch
    {
        _ when line.TryTake("value ") => StateKind.Value,
        _ when line.TryTake("map ") => StateKind.Map,
        _ when line.TryTake("list ") => StateKind.List,
        _ => throw new FormatException("expected key, value, map or list."),
    };

    private static long? TakeTimeToLive(SchemaLine line)
    {
        if (!line.TryTake(", ttl "))
            return null;
        var milliseconds = line.TakeInt64();
        line.Take(" ms");
        return milliseconds > 0 ? milliseconds : throw new FormatException("a time to live must be positive.");
    }
}
