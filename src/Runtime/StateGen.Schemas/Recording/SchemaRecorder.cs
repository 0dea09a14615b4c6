using StateGen.Schemas.Text;

namespace StateGen.Schemas.Recording;

/// <summary>Writes the texts of the files of recorded schemas. Without side effects: the same input gives the same text.</summary>
public static class SchemaRecorder
{
    /// <summary>
    /// Returns the text of <c>StateSchema.Unshipped.txt</c> that records schemas: only the differences from the shipped schemas, operators before types, each
    /// in ordinal order. Comments and line ends are kept, except for comments in a block that is removed. The records of other operators are kept.
    /// </summary>
    /// <param name="shipped">The text of <c>StateSchema.Shipped.txt</c>; empty if there is no such file.</param>
    /// <param name="unshipped">The current text of <c>StateSchema.Unshipped.txt</c>; empty if there is no such file.</param>
    /// <param name="declared">The schemas to record.</param>
    /// <param name="removed">
    /// The ids of operators to record as removed. For an operator that is also in <paramref name="declared"/>, only the earlier state is given up.
    /// </param>
    /// <exception cref="FormatException">A file is malformed; the message names the file and the line.</exception>
    public static string Record(string shipped, string unshipped, IEnumerable<OperatorSchema> declared, IEnumerable<string> removed)
    {
        var schemas = Parse(shipped, unshipped);
        var removedIds = new HashSet<string>(removed, StringComparer.Ordinal);
        var target = schemas.Recorded.With(declared, removedIds);
        var restarted = target.OperatorIds
            .Where(id => removedIds.Contains(id) || schemas.IsGivenUp(id))
            .Where(id => HasChanged(schemas.Shipped.Find(id), target.Find(id)!));
        var blocks = DescribeDifference(schemas.Shipped, target, new(restarted, StringComparer.Ordinal)).ToArray();
        var header = SchemaFileFormat.HeaderOf(unshipped);
        var body = SchemaComments.Of(SchemaFileFormat.BodyOf(unshipped)).AddTo(string.Join("\n", blocks));
        return SchemaFileFormat.WithLineEndsOf(unshipped, header + (header.Length > 0 && body.Length > 0 ? "\n" : "") + body);
    }

    /// <summary>Moves the unshipped blocks into a new generation at the end of the shipped ones.</summary>
    /// <param name="shipped">The text of <c>StateSchema.Shipped.txt</c>, to which the generation is appended.</param>
    /// <param name="unshipped">The text of <c>StateSchema.Unshipped.txt</c>, of which only the comments at the top are kept.</param>
    /// <returns>The new texts; null if there is nothing to ship.</returns>
    /// <exception cref="FormatException">A file is malformed; the message names the file and the line.</exception>
    public static SchemaShipment? Ship(string shipped, string unshipped)
    {
        if (FindInterrupted(shipped, unshipped) is { } interrupted)
            return interrupted;
        var schemas = Parse(shipped, unshipped);
        if (schemas.Unshipped.Generations.Count == 0)
            return null;
        var generation = schemas.LatestGeneration + 1;
        var separator = shipped.Length == 0 ? "" : shipped.EndsWith("\n", StringComparison.Ordinal) ? "\n" : "\n\n";
        var appended = $"{separator}generation {SchemaText.Number(generation)}\n\n{SchemaFileFormat.BodyOf(unshipped)}\n";
        return new(generation, shipped + SchemaFileFormat.WithLineEndsOf(shipped, appended), Emptied(unshipped), schemas.Unshipped.Generations[0]);
    }

    // Detects an earlier call after which the first of the two files was written, but not the second.
    private static SchemaShipment? FindInterrupted(string shipped, string unshipped)
    {
        var generations = SchemaDocument.Parse(shipped).Generations;
        var body = SchemaFileFormat.BodyOf(unshipped);
        if (generations.Count == 0 || body.Length == 0)
            return null;
        var latest = generations[generations.Count - 1];
        var isThere = SchemaFileFormat.BodyOf(shipped).EndsWith($"generation {SchemaText.Number(latest.Number)}\n\n{body}", StringComparison.Ordinal);
        return isThere ? new(latest.Number, shipped, Emptied(unshipped), latest) : null;
    }

    private static string Emptied(string unshipped) => SchemaFileFormat.WithLineEndsOf(unshipped, SchemaFileFormat.HeaderOf(unshipped));

    private static RecordedSchemas Parse(string shipped, string unshipped)
    {
        var schemas = RecordedSchemas.Parse(shipped, unshipped);
        if (schemas.Errors.Count == 0)
            return schemas;
        var error = schemas.Errors[0];
        throw new FormatException($"{SchemaFileFormat.NameOf(error.File)}({SchemaText.Number(error.Line + 1)}): {error.Message}");
    }

    // Giving up state is only recorded if the state was shipped and its schema has changed.
    private static bool HasChanged(OperatorSchema? shipped, OperatorSchema target) =>
        shipped is not null && SchemaText.Write(shipped) != SchemaText.Write(target);

    private static IEnumerable<string> DescribeDifference(SchemaCatalogue shipped, SchemaCatalogue target, HashSet<string> restarted)
    {
        var operators = target.OperatorIds.Select(id => target.Find(id)!).ToArray();
        var removed = shipped.OperatorIds
            .Where(id => !target.Contains(id) || restarted.Contains(id))
            .Select(id => $"removed operator {SchemaText.Quote(id)}\n");
        var changed = operators.Where(schema => restarted.Contains(schema.OperatorId) || HasOtherBlock(shipped.Find(schema.OperatorId), schema));
        return removed.Concat(changed.Select(SchemaText.WriteOperator)).Concat(ChangedTypes(shipped, operators));
    }

    private static bool HasOtherBlock(OperatorSchema? shipped, OperatorSchema target) =>
        shipped is null || SchemaText.WriteOperator(shipped) != SchemaText.WriteOperator(target);

    private static IEnumerable<string> ChangedTypes(SchemaCatalogue shipped, IEnumerable<OperatorSchema> operators) => operators
        .SelectMany(schema => schema.Types)
        .GroupBy(type => type.Name, StringComparer.Ordinal)
        .OrderBy(same => same.Key, StringComparer.Ordinal)
        .Select(same => (Text: SchemaText.WriteType(same.First()), Shipped: shipped.FindType(same.Key)))
        .Where(pair => pair.Shipped is null || SchemaText.WriteType(pair.Shipped) != pair.Text)
        .Select(pair => pair.Text);
}

/// <summary>The result of shipping the recorded changes.</summary>
/// <param name="Generation">The number of the new generation.</param>
/// <param name="Shipped">The new text of <c>StateSchema.Shipped.txt</c>.</param>
/// <param name="Unshipped">The new text of <c>StateSchema.Unshipped.txt</c>.</param>
/// <param name="Section">The content of the new generation.</param>
public sealed record SchemaShipment(int Generation, string Shipped, string Unshipped, SchemaSection Section);

/// <summary>
/// The comments between the lines of a file of recorded schemas. Each comment belongs to the line below it and stays above that line when the file is written
/// again. If the line is gone, the comment moves to the top of its block; if the block is gone, so is the comment. Comments below the last line stay there.
/// </summary>
internal sealed class SchemaComments
{
    private static readonly char[] EndsOfNames = [':', '=', '('];

    private readonly List<(string Text, (string Block, string Line)? Anchor)> _comments = [];

    private SchemaComments(string body)
    {
        var waiting = new List<string>();
        foreach (var (line, anchor) in Anchored(body))
        {
            if (line.StartsWith("#", StringComparison.Ordinal))
                waiting.Add(line);
            else if (line.Length > 0)
                Attach(waiting, anchor);
        }

        Attach(waiting, null);
    }

    /// <summary>Finds the comments in the text behind the header of a file.</summary>
    public static SchemaComments Of(string body) => new(body);

    /// <summary>Writes the comments into the new blocks.</summary>
    public string AddTo(string blocks)
    {
        var lines = Anchored(blocks).ToArray();
        var anchors = new HashSet<(string, string)>(lines.Where(line => line.Text.Length > 0).Select(line => line.Anchor));
        var (above, lost) = (Texts(anchors.Contains), Texts(anchor => !anchors.Contains(anchor)));
        var below = _comments.Where(comment => comment.Anchor is null).Select(comment => comment.Text).ToArray();
        IEnumerable<string> Under((string Block, string Line) anchor) =>
            anchor.Block == anchor.Line ? lost.Where(group => group.Key.Block == anchor.Block).SelectMany(group => group) : [];
        var written = string.Join("\n", lines.SelectMany(line =>
            line.Text.Length == 0 ? [line.Text] : above[line.Anchor].Append(line.Text).Concat(Under(line.Anchor))));
        return below.Length == 0 ? written : $"{written}{string.Join("\n", below)}\n";
    }

    private ILookup<(string Block, string Line), string> Texts(Func<(string, string), bool> isWanted) => _comments
        .Where(comment => comment.Anchor is { } anchor && isWanted(anchor))
        .ToLookup(comment => comment.Anchor!.Value, comment => comment.Text);

    private void Attach(List<string> waiting, (string Block, string Line)? anchor)
    {
        _comments.AddRange(waiting.Select(text => (text, anchor)));
        waiting.Clear();
    }

    private static IEnumerable<(string Text, (string Block, string Line) Anchor)> Anchored(string text)
    {
        var block = "";
        foreach (var line in text.Split('\n'))
        {
            var name = NameOf(line);
            if (line.Length > 0 && line[0] != '#' && !char.IsWhiteSpace(line[0]))
                block = name;
            yield return (line, (block, name));
        }
    }

    // Returns the part of a line that identifies it, without the parts that may change.
    private static string NameOf(string line) =>
        line.TrimStart().StartsWith("key ", StringComparison.Ordinal) ? "key" : line.Split(EndsOfNames)[0].Trim();
}
