namespace StateGen.Schemas.Text;

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
            throw new FormatException($"tag {tag} stands here twice.");
        _cases.Add(new(tag, type));
    }

    public void AddTo(SectionBuilder section) =>
        section.Add(new UnionSchema(_name, _cases.OrderBy(single => single.Tag).ToEquatableArray(), _formerNames), number);
}
