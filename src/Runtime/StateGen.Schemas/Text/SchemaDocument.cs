namespace StateGen.Schemas.Text;

/// <summary>A parsed document of schemas (<see cref="SchemaText"/> describes the grammar). Immutable.</summary>
public sealed class SchemaDocument
{
    internal SchemaDocument(EquatableArray<SchemaSection> generations, EquatableArray<SchemaTextError> errors)
    {
        Generations = generations;
        Errors = errors;
    }

    /// <summary>What each generation adds, in order; what stands before the first <c>generation</c> line comes first, with number 0, if there is any.</summary>
    public EquatableArray<SchemaSection> Generations { get; }

    /// <summary>The lines that could not be understood or contradict others, in order. They, and the blocks that they begin, are left out.</summary>
    public EquatableArray<SchemaTextError> Errors { get; }

    /// <summary>Parses a document; never throws for what the text holds.</summary>
    /// <param name="text">The text.</param>
    public static SchemaDocument Parse(string text) => new SchemaDocumentParser().Parse(text);
}
