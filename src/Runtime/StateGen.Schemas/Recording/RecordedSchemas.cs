using StateGen.Schemas.Model;
using StateGen.Schemas.Text;

namespace StateGen.Schemas.Recording;

/// <summary>
/// The schemas that a project has recorded in <c>StateSchema.Shipped.txt</c> and <c>StateSchema.Unshipped.txt</c>: what checkpoints of shipped
/// versions hold, and what the next version is meant to keep. Immutable.
/// </summary>
public sealed class RecordedSchemas
{
    private readonly List<(SchemaSection Section, SchemaCatalogue Catalogue)> _generations = [];
    private readonly List<SchemaFileError> _errors = [];
    private readonly SchemaCatalogue _recorded;

    private RecordedSchemas(SchemaDocument shipped, SchemaDocument unshipped)
    {
        AddMisplaced(SchemaFile.Shipped, shipped);
        AddMisplaced(SchemaFile.Unshipped, unshipped);
        var catalogue = SchemaCatalogue.Empty;
        foreach (var section in shipped.Generations)
        {
            catalogue = Extend(catalogue, section, SchemaFile.Shipped);
            _generations.Add((section, catalogue));
        }

        _recorded = unshipped.Generations.Aggregate(catalogue, (earlier, section) => Extend(earlier, section, SchemaFile.Unshipped));
        Unshipped = unshipped;
        Errors = OfText(shipped, unshipped) is { Length: > 0 } malformed ? malformed.ToEquatableArray() : _errors.OrderBy(error => error.File).ThenBy(error => error.Line).ToEquatableArray();
    }

    /// <summary>What is wrong with the files, by file and line. While anything is, the rest says less than the files should.</summary>
    public EquatableArray<SchemaFileError> Errors { get; }

    /// <summary>The number of the latest shipped generation; 0 when nothing was shipped.</summary>
    public int LatestGeneration => _generations.Count == 0 ? 0 : _generations[_generations.Count - 1].Section.Number;

    /// <summary>The ids of the operators that are recorded, in ordinal order.</summary>
    public IEnumerable<string> OperatorIds => _recorded.OperatorIds;

    /// <summary>What is recorded.</summary>
    internal SchemaCatalogue Recorded => _recorded;

    /// <summary>What was shipped last.</summary>
    internal SchemaCatalogue Shipped => _generations.Count == 0 ? SchemaCatalogue.Empty : _generations[_generations.Count - 1].Catalogue;

    internal SchemaDocument Unshipped { get; }

    /// <summary>Reads the two files; never throws for what they hold.</summary>
    /// <param name="shipped">The text of <c>StateSchema.Shipped.txt</c>; empty when there is none.</param>
    /// <param name="unshipped">The text of <c>StateSchema.Unshipped.txt</c>; empty when there is none.</param>
    public static RecordedSchemas Parse(string shipped, string unshipped) => new(SchemaDocument.Parse(shipped), SchemaDocument.Parse(unshipped));

    /// <summary>Makes out what two parsed files record.</summary>
    /// <param name="shipped">The parsed <c>StateSchema.Shipped.txt</c>.</param>
    /// <param name="unshipped">The parsed <c>StateSchema.Unshipped.txt</c>.</param>
    public static RecordedSchemas From(SchemaDocument shipped, SchemaDocument unshipped) => new(shipped, unshipped);

    /// <summary>The schema that is recorded for an operator, shipped or not; null when there is none.</summary>
    /// <param name="operatorId">The id of the operator.</param>
    public OperatorSchema? Find(string operatorId) => _recorded.Find(operatorId);

    /// <summary>
    /// The schemas with which state that is to be restored was stored, oldest first: those that an operator was shipped with, without those that have the shape of
    /// the one before. Empty when it was not shipped. A removal, shipped or not, gives up everything before it.
    /// </summary>
    /// <param name="operatorId">The id of the operator.</param>
    public IReadOnlyList<RecordedGeneration> ChainOf(string operatorId)
    {
        var chain = new List<RecordedGeneration>();
        foreach (var (section, catalogue) in _generations)
        {
            if (Removes(section, operatorId))
                chain.Clear();
            if (catalogue.Find(operatorId) is { } schema)
                Append(chain, new(section.Number, schema));
        }

        return Unshipped.Generations.Any(section => Removes(section, operatorId)) ? [] : chain;
    }

    // As a checkpoint's chain does: of one shape it keeps the first generation, whose former names say where it came from, with the latest times to live.
    private static void Append(List<RecordedGeneration> chain, RecordedGeneration next)
    {
        if (chain.Count > 0 && SchemaFingerprint.HaveSameShape(chain[chain.Count - 1].Schema, next.Schema))
            chain[chain.Count - 1] = chain[chain.Count - 1] with { Schema = TtlConfig.Take(chain[chain.Count - 1].Schema, next.Schema) };
        else
            chain.Add(next);
    }

    /// <summary>Whether exactly this schema is recorded for its operator, former names and times to live included.</summary>
    /// <param name="declared">The schema that the code declares.</param>
    public bool IsRecorded(OperatorSchema declared) =>
        Find(declared.OperatorId) is { } recorded && SchemaText.Write(recorded) == SchemaText.Write(SchemaClosure.Assemble(declared, declared.FindType));

    /// <summary>Where the latest block of a recorded operator begins.</summary>
    /// <param name="operatorId">The id of a recorded operator.</param>
    /// <returns>The file, and the line from 0.</returns>
    public (SchemaFile File, int Line) FindBlock(string operatorId) =>
        (Unshipped.Generations.Any(section => section.Operators.Any(schema => schema.Value.OperatorId == operatorId)) ? SchemaFile.Unshipped : SchemaFile.Shipped, _recorded.LineOf(operatorId));

    /// <summary>Whether the state that an operator was shipped with is given up by what is not shipped, although the operator goes on.</summary>
    internal bool IsGivenUp(string operatorId) => Recorded.Contains(operatorId) && Unshipped.Generations.Any(section => Removes(section, operatorId));

    private static bool Removes(SchemaSection section, string operatorId) => section.RemovedOperators.Any(removed => removed.Value == operatorId);

    // What else seems wrong may follow from a line that could not be read.
    private static SchemaFileError[] OfText(SchemaDocument shipped, SchemaDocument unshipped) =>
        [.. OfText(SchemaFile.Shipped, shipped), .. OfText(SchemaFile.Unshipped, unshipped)];

    private static IEnumerable<SchemaFileError> OfText(SchemaFile file, SchemaDocument document) =>
        document.Errors.Select(error => new SchemaFileError(file, error.Line, error.Message));

    private void AddMisplaced(SchemaFile file, SchemaDocument document)
    {
        foreach (var section in document.Generations)
        {
            if (file == SchemaFile.Shipped && section.Number == 0)
                _errors.Add(new(file, FirstLineOf(section), "shipped schemas must follow a line 'generation N'."));
            if (file == SchemaFile.Unshipped && section.Number > 0)
                _errors.Add(new(file, section.Line, "generations are only allowed in StateSchema.Shipped.txt."));
        }
    }

    private SchemaCatalogue Extend(SchemaCatalogue earlier, SchemaSection section, SchemaFile file)
    {
        foreach (var removed in section.RemovedOperators.Where(removed => !earlier.Contains(removed.Value)))
            _errors.Add(new(file, removed.Line, $"operator {SchemaText.Quote(removed.Value)} cannot be removed because it was not recorded before."));
        var extended = earlier.After(section);
        foreach (var schema in section.Operators)
            AddMissing(schema, extended, file);
        return extended;
    }

    private void AddMissing(Located<OperatorSchema> schema, SchemaCatalogue catalogue, SchemaFile file)
    {
        foreach (var missing in SchemaClosure.FindMissing(schema.Value, catalogue.FindType))
            _errors.Add(new(file, schema.Line, $"operator {SchemaText.Quote(schema.Value.OperatorId)} uses {missing}, which no block describes."));
    }

    private static int FirstLineOf(SchemaSection section) => section.Operators.Select(schema => schema.Line)
        .Concat(section.Types.Select(type => type.Line))
        .Concat(section.RemovedOperators.Select(removed => removed.Line)).Min();
}

/// <summary>The schema of an operator in one shipped generation.</summary>
/// <param name="Number">The number of the generation.</param>
/// <param name="Schema">The operator with every type that it was made of.</param>
public sealed record RecordedGeneration(int Number, OperatorSchema Schema);

/// <summary>Something that is wrong with a file of recorded schemas.</summary>
/// <param name="File">The file.</param>
/// <param name="Line">The line, from 0.</param>
/// <param name="Message">What is wrong, as a sentence that goes on behind the name of the file.</param>
public sealed record SchemaFileError(SchemaFile File, int Line, string Message);
