namespace StateGen.Schemas.Text;

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
            throw new FormatException($"record {SchemaText.Quote(_name)} mixes members with and without keys, or keys of both kinds.");
        section.Add(new RecordSchema(_name, _members.ToEquatableArray(), _formerNames), number);
    }

    private void Add(MemberSchema member)
    {
        if (_members.Exists(other => other.Name == member.Name || (member.Key is not null && other.Key == member.Key)))
            throw new FormatException($"member {SchemaText.Quote(member.Name)} or its key stands here twice.");
        _members.Add(member);
    }

    private static char KindOf(string? key) => key switch { null => ' ', _ => key[0] == '"' ? '"' : '0' };
}
