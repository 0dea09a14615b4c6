namespace StateGen.Schemas.Text;

/// <summary>Tells the kinds of blocks apart by the first word of their headers.</summary>
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
