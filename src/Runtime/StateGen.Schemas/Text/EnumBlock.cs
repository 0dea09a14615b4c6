using System.Globalization;

namespace StateGen.Schemas.Text;

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
            throw new FormatException($"member {SchemaText.Quote(name)} stands here twice.");
        _members.Add(new(name, value, formerNames));
    }

    // What the widest underlying types can hold.
    private static string TakeValue(SchemaLine line)
    {
        var value = line.TakeNumber();
        return decimal.Parse(value, CultureInfo.InvariantCulture) is >= long.MinValue and <= ulong.MaxValue ? value : throw new FormatException($"{value} is no number that an enum can have.");
    }

    public void AddTo(SectionBuilder section) =>
        section.Add(new EnumSchema(_name, _underlyingType, _isFlags, SchemaText.InOrder(_members).ToEquatableArray(), _formerNames), Line);
}
