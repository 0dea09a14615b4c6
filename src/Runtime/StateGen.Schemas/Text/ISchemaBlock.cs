namespace StateGen.Schemas.Text;

/// <summary>A block that is being parsed. Every method throws <see cref="FormatException"/> when something is wrong.</summary>
internal interface ISchemaBlock
{
    /// <summary>The line of its header, from 0.</summary>
    int Line { get; }

    /// <summary>Takes one of the indented lines under the header.</summary>
    void Add(SchemaLine line, int number);

    /// <summary>Ends the block.</summary>
    void AddTo(SectionBuilder section);
}
