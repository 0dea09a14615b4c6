using System.Globalization;

namespace StateGen.Schemas.Text;

/// <summary>Distinguishes the kinds of blocks by the first word of their headers.</summary>
internal static class SchemaBlocks
{
    public static ISchemaBlock Begin(SchemaLine line, int number)
    {
        ISchemaBlock block = line switch
        {
            _ when line.TryTake("operator ") => new OperatorBlock(line, number),
            _ when line.TryTake("record ") => new RecordBlock(line, number),
            _ when line.TryTake("enum ") => new EnumBlock(line, number, isFlags: false),
            _ when line.TryTake("flags ") => new EnumBlock(line, number, isFlags: true),
            _ when line.TryTake("union ") => new UnionBlock(line, number),
            _ when line.TryTake("opaque ") => new OpaqueBlock(line, number),
            _ => throw new FormatException("expected operator, record, enum, flags, union, opaque, removed operator or generation."),
        };
        line.TakeEnd();
        return block;
    }
}

/// <summary>A block that is being parsed. Every method throws <see cref="FormatException"/> for malformed text.</summary>
internal interface ISchemaBlock
{
    /// <summary>Gets the line of the block's header, from 0.</summary>
    int Line { get; }

    /// <summary>Adds one of the indented lines below the header.</summary>
    void Add(SchemaLine line, int number);

    /// <summary>Ends the block and adds its content to a section.</summary>
    void AddTo(SectionBuilder section);
}

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
        var key = _key ?? throw new FormatException($"operator {SchemaText.Quote(_id)} has no 'key' line.");
        section.Add(new OperatorSchema(_id, key, _states.OrderBy(state => state.Name, StringComparer.Ordinal).ToEquatableArray(), []), number);
    }

    private void SetKey(string type) =>
        _key = _key is null ? type : throw new FormatException($"operator {SchemaText.Quote(_id)} has a second 'key' line.");

    private void AddState(StateSchema state)
    {
        if (_states.Exists(other => other.Name == state.Name))
            throw new FormatException($"state {SchemaText.Quote(state.Name)} is declared twice.");
        _states.Add(state);
    }

    private static StateSchema TakeState(SchemaLine line)
    {
        var kind = TakeKind(line);
        var name = line.TakeName();
        var formerNames = line.TakeFormerNames();
        line.Take(": ");
        var mapKey = kind is StateKind.Map or StateKind.SortedMap or StateKind.Broadcast ? line.TakeType() : null;
        if (mapKey is not null)
            line.Take(" -> ");
        var type = line.TakeTypeBeforeOption();
        var timeToLive = CanExpire(kind) ? TakeTimeToLive(line) : null;
        return new(name, kind, type, mapKey, timeToLive, formerNames) { ExpiresByEventTime = timeToLive is not null && line.TryTake(" event-time") };
    }

    private static StateKind TakeKind(SchemaLine line) => line switch
    {
        _ when line.TryTake("value ") => StateKind.Value,
        _ when line.TryTake("map ") => StateKind.Map,
        _ when line.TryTake("list ") => StateKind.List,
        _ when line.TryTake("broadcast ") => StateKind.Broadcast,
        _ when line.TryTake("sorted-map ") => StateKind.SortedMap,
        _ when line.TryTake("reducing ") => StateKind.Reducing,
        _ when line.TryTake("aggregating ") => StateKind.Aggregating,
        _ when line.TryTake("operator-list ") => StateKind.OperatorList,
        _ when line.TryTake("operator-union ") => StateKind.OperatorUnion,
        _ => throw new FormatException("expected key, value, map, list, broadcast, sorted-map, reducing, aggregating, operator-list or operator-union."),
    };

    private static bool CanExpire(StateKind kind) => kind is not (StateKind.Broadcast or StateKind.OperatorList or StateKind.OperatorUnion);

    private static long? TakeTimeToLive(SchemaLine line)
    {
        if (!line.TryTake(", ttl "))
            return null;
        var milliseconds = line.TakeInt64();
        line.Take(" ms");
        return milliseconds > 0 ? milliseconds : throw new FormatException("the time to live must be greater than zero.");
    }
}

/// <summary>The block of a record: its members in the order in which they are written.</summary>
internal sealed class RecordBlock(SchemaLine header, int number) : ISchemaBlock
{
    private readonly string _name = header.TakeName();
    private readonly EquatableArray<string> _formerNames = header.TakeFormerNames();
    private readonly List<MemberSchema> _members = [];

    public int Line => number;

    public void Add(SchemaLine line, int number)
    {
        var key = line.TakeKey();
        var name = line.TakeName();
        var formerNames = line.TakeFormerNames();
        line.Take(": ");
        Add(new(name, line.TakeType(), key, formerNames));
        line.TakeEnd();
    }

    public void AddTo(SectionBuilder section)
    {
        if (_members.Select(member => KindOf(member.Key)).Distinct().Count() > 1)
            throw new FormatException($"record {SchemaText.Quote(_name)} mixes members with and without keys, or integer and string keys.");
        section.Add(new RecordSchema(_name, _members.ToEquatableArray(), _formerNames), number);
    }

    private void Add(MemberSchema member)
    {
        if (_members.Exists(other => other.Name == member.Name || (member.Key is not null && other.Key == member.Key)))
            throw new FormatException($"member {SchemaText.Quote(member.Name)} or its key is declared twice.");
        _members.Add(member);
    }

    private static char KindOf(string? key) => key switch { null => ' ', _ => key[0] == '"' ? '"' : '0' };
}

/// <summary>The block of an enum: its members with their numbers.</summary>
internal sealed class EnumBlock : ISchemaBlock
{
    private readonly string _name;
    private readonly EquatableArray<string> _formerNames;
    private readonly string _underlyingType;
    private readonly bool _isFlags;
    private readonly List<EnumMemberSchema> _members = [];

    public EnumBlock(SchemaLine header, int number, bool isFlags)
    {
        Line = number;
        _isFlags = isFlags;
        _name = header.TakeName();
        _formerNames = header.TakeFormerNames();
        header.Take(": ");
        _underlyingType = header.TakeType();
    }

    public int Line { get; }

    public void Add(SchemaLine line, int number)
    {
        var name = line.TakeName();
        var formerNames = line.TakeFormerNames();
        line.Take(" = ");
        var value = TakeValue(line);
        line.TakeEnd();
        if (_members.Exists(other => other.Name == name))
            throw new FormatException($"member {SchemaText.Quote(name)} is declared twice.");
        _members.Add(new(name, value, formerNames));
    }

    // The value must fit into one of the widest underlying types, int64 and uint64.
    private static string TakeValue(SchemaLine line)
    {
        var value = line.TakeNumber();
        return decimal.Parse(value, CultureInfo.InvariantCulture) is >= long.MinValue and <= ulong.MaxValue
            ? value
            : throw new FormatException($"{value} is not a valid enum value.");
    }

    public void AddTo(SectionBuilder section) =>
        section.Add(new EnumSchema(_name, _underlyingType, _isFlags, SchemaText.InOrder(_members).ToEquatableArray(), _formerNames), Line);
}

/// <summary>The block of a union: its cases with their tags.</summary>
internal sealed class UnionBlock(SchemaLine header, int number) : ISchemaBlock
{
    private readonly string _name = header.TakeName();
    private readonly EquatableArray<string> _formerNames = header.TakeFormerNames();
    private readonly List<UnionCaseSchema> _cases = [];

    public int Line => number;

    public void Add(SchemaLine line, int number)
    {
        var tag = line.TakeInt32();
        line.Take(" = ");
        var type = line.TakeType();
        line.TakeEnd();
        if (_cases.Exists(other => other.Tag == tag))
            throw new FormatException($"tag {tag} is used twice.");
        _cases.Add(new(tag, type));
    }

    public void AddTo(SectionBuilder section) =>
        section.Add(new UnionSchema(_name, _cases.OrderBy(single => single.Tag).ToEquatableArray(), _formerNames), number);
}

/// <summary>The block of an opaque type, which consists of its header only.</summary>
internal sealed class OpaqueBlock : ISchemaBlock
{
    private readonly OpaqueSchema _type;

    public OpaqueBlock(SchemaLine header, int number)
    {
        Line = number;
        var name = header.TakeName();
        var formerNames = header.TakeFormerNames();
        header.Take(": version ");
        _type = new(name, header.TakeInt32(), formerNames);
    }

    public int Line { get; }

    public void Add(SchemaLine line, int number) => throw new FormatException("opaque types have no members.");

    public void AddTo(SectionBuilder section) => section.Add(_type, Line);
}
