namespace StateGen.Schemas.Text;

/// <summary>A parsed document of schemas (<see cref="SchemaText"/> describes the grammar). Immutable.</summary>
public sealed class SchemaDocument
{
    internal SchemaDocument(EquatableArray<SchemaSection> generations, EquatableArray<SchemaTextError> errors)
    {
        Generations = generations;
        Errors = errors;
    }

    /// <summary>
    /// Gets the content of each generation, in order. Blocks before the first <c>generation</c> line, if there are any, come first, as number 0.
    /// </summary>
    public EquatableArray<SchemaSection> Generations { get; }

    /// <summary>
    /// Gets the errors for lines that are malformed or contradict other lines, in order. These lines, and the blocks that they begin, are left out.
    /// </summary>
    public EquatableArray<SchemaTextError> Errors { get; }

    /// <summary>Parses a document. Never throws an exception because of the content of the text.</summary>
    /// <param name="text">The text.</param>
    public static SchemaDocument Parse(string text) => new SchemaDocumentParser().Parse(text);
}

/// <summary>
/// The additions of one generation of a document to the generations before it: new or changed operators and types, and removed operators. Everything else
/// stays as it was. The operators come without their types.
/// </summary>
/// <param name="Number">The number of the generation; 0 for the content before the first generation.</param>
/// <param name="Line">The first line of the generation, from 0.</param>
/// <param name="Operators">The operators that are new or changed.</param>
/// <param name="Types">The types that are new or changed.</param>
/// <param name="RemovedOperators">
/// The ids of operators that are removed. If <paramref name="Operators"/> contains the same operator, only its earlier state is given up.
/// </param>
public sealed record SchemaSection(
    int Number,
    int Line,
    EquatableArray<Located<OperatorSchema>> Operators,
    EquatableArray<Located<TypeSchema>> Types,
    EquatableArray<Located<string>> RemovedOperators);

/// <summary>An item of a document and its line.</summary>
/// <typeparam name="T">The type of the item.</typeparam>
/// <param name="Value">The item.</param>
/// <param name="Line">The first line of the item, from 0.</param>
public sealed record Located<T>(T Value, int Line);

/// <summary>An error in a line of a document.</summary>
/// <param name="Line">The line, from 0.</param>
/// <param name="Message">The description of the error.</param>
public sealed record SchemaTextError(int Line, string Message);
