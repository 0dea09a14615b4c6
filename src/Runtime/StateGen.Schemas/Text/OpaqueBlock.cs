namespace StateGen.Schemas.Text;

/// <summary>The block of an opaque type: its header says all.</summary>
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

    public void Add(SchemaLine line, int number) => throw new FormatException("an opaque type has no members.");

    public void AddTo(SectionBuilder section) => section.Add(_type, Line);
}
