using StateGen.Schemas.Model;
using StateGen.Schemas.Text;

namespace StateGen.Schemas.Recording;

/// <summary>
/// The schemas that a project has recorded in <c>StateSchema.Shipped.txt</c> and <c>StateSchema.Unshipped.txt</c>: the schemas in checkpoints of shipped
/// versions, and the schemas that the next version is meant to have. Immutable.
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
        Errors = OfText(shipped, unshipped) is { Length: > 0 } malformed
            ? malformed.ToEquatableArray()
            : _errors.OrderBy(error => error.File).ThenBy(error => error.Line).ToEquatableArray();
    }

    /// <summary>Gets the errors in the files, by file and line. If there are errors, the other members may lack what the files should contain.</summary>
    public EquatableArray<SchemaFileError> Errors { get; }

    /// <summary>Gets the number of the latest shipped generation; 0 if no generation was shipped.</summary>
    public int LatestGeneration => _generations.Count == 0 ? 0 : _generations[_generations.Count - 1].Section.Number;

    /// <summary>Gets the ids of the recorded operators, in ordinal order.</summary>
    public IEnumerable<string> OperatorIds => _recorded.OperatorIds;

    /// <summary>Gets everything that is recorded, shipped or not.</summary>
    internal SchemaCatalogue Recorded => _recorded;

    /// <summary>Gets the catalogue of the latest shipped generation.</summary>
    internal SchemaCatalogue Shipped => _generations.Count == 0 ? SchemaCatalogue.Empty : _generations[_generations.Count - 1].Catalogue;

    internal SchemaDocument Unshipped { get; }

    /// <summary>Reads the two files. Never throws an exception because of their content.</summary>
    /// <param name="shipped">The text of <c>StateSchema.Shipped.txt</c>; empty if there is no such file.</param>
    /// <param name="unshipped">The text of <c>StateSchema.Unshipped.txt</c>; empty if there is no such file.</param>
    public static RecordedSchemas Parse(string shipped, string unshipped) => new(SchemaDocument.Parse(shipped), SchemaDocument.Parse(unshipped));

    /// <summary>Combines two parsed files.</summary>
    /// <param name="shipped">The parsed <c>StateSchema.Shipped.txt</c>.</param>
    /// <param name="unshipped">The parsed <c>StateSchema.Unshipped.txt</c>.</param>
    public static RecordedSchemas From(SchemaDocument shipped, SchemaDocument unshipped) => new(shipped, unshipped);

    /// <summary>Finds the schema that is recorded for an operator, shipped or not; null if there is none.</summary>
    /// <param name="operatorId">The id of the operator.</param>
    public OperatorSchema? Find(string operatorId) => _recorded.Find(operatorId);

    /// <summary>
    /// Returns the schemas of the stored state that an operator must be able to restore, oldest first: the schemas that the operator was shipped with, each
    /// shape once. Empty if the operator was not shipped. A removal, shipped or not, gives up every earlier schema.
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

    // Like the chain of a checkpoint: of each shape, the chain keeps the first generation, whose former names tell its origin, with the latest times to live.
    private static void Append(List<RecordedGeneration> chain, RecordedGeneration next)
    {
        if (chain.Count > 0 && SchemaFingerprint.HaveSameShape(chain[chain.Count - 1].Schema, next.Schema))
            chain[chain.Count - 1] = chain[chain.Count - 1] with { Schema = TtlConfig.Take(chain[chain.Count - 1].Schema, next.Schema) };
        else
            chain.Add(next);
    }

    /// <summary>Determines whether exactly this schema is recorded for its operator, including former names and times to live.</summary>
    /// <param name="declared">The schema that the code declares.</param>
    public bool IsRecorded(OperatorSchema declared) =>
        Find(declared.OperatorId) is { } recorded
        && SchemaText.Write(recorded) == SchemaText.Write(SchemaClosure.Assemble(declared, declared.FindType));

    /// <summary>Finds the latest block of a recorded operator.</summary>
    /// <param name="operatorId">The id of a recorded operator.</param>
    /// <returns>The file, and the line of the block's header, from 0.</returns>
    public (SchemaFile File, int Line) FindBlock(string operatorId)
    {
        var isUnshipped = Unshipped.Generations.Any(section => section.Operators.Any(schema => schema.Value.OperatorId == operatorId));
        return (isUnshipped ? SchemaFile.Unshipped : SchemaFile.Shipped, _recorded.LineOf(operatorId));
    }

    /// <summary>Determines whether the unshipped file gives up the shipped state of an operator that is still recorded.</summary>
    internal bool IsGivenUp(string operatorId) =>
        Recorded.Contains(operatorId) && Unshipped.Generations.Any(section => Removes(section, operatorId));

    private static bool Removes(SchemaSection section, string operatorId) => section.RemovedOperators.Any(removed => removed.Value == operatorId);

    // Other errors may only be consequences of a malformed line, so they are not reported together with one.
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
/// <param name="Schema">The operator with every type that it was made of in that generation.</param>
public sealed record RecordedGeneration(int Number, OperatorSchema Schema);

/// <summary>An error in a file of recorded schemas.</summary>
/// <param name="File">The file.</param>
/// <param name="Line">The line, from 0.</param>
/// <param name="Message">The description of the error, as a sentence that continues after the name of the file.</param>
public sealed record SchemaFileError(SchemaFile File, int Line, string Message);
