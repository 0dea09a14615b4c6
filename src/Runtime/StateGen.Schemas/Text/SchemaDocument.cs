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

/// <summary>
/// What one generation of a document adds to the generations before it: operators and types that are new or changed, and operators that are gone. Everything
/// else stays as it was. Operators come without their types.
/// </summary>
/// <param name="Number">The number of the generation; 0 for what stands before the first.</param>
/// <param name="Line">The line on which it begins, from 0.</param>
/// <param name="Operators">Operators that are new or changed.</param>
/// <param name="Types">Types that are new or changed.</param>
/// <param name="RemovedOperators">The ids of operators that are gone, or whose earlier state is given up where <paramref name="Operators"/> has them, too.</param>
public sealed record SchemaSection(
    int Number,
    int Line,
    EquatableArray<Located<OperatorSchema>> Operators,
    EquatableArray<Located<TypeSchema>> Types,
    EquatableArray<Located<string>> RemovedOperators);

/// <summary>Something that a document says, and where.</summary>
/// <typeparam name="T">The type of what is said.</typeparam>
/// <param name="Value">What is said.</param>
/// <param name="Line">The line on which it begins, from 0.</param>
public sealed record Located<T>(T Value, int Line);

/// <summary>A line of a document that is no part of a schema.</summary>
/// <param name="Line">The line, from 0.</param>
/// <param name="Message">What is wrong with it.</param>
public sealed record SchemaTextError(int Line, string Message);
