namespace StateGen.Schemas.Recording;

/// <summary>
/// The comments between the lines of a file of recorded schemas. Each belongs to the line below it, and stands above that line again when the file is written
/// anew; at the top of its block when the line is gone; and goes with its block. Comments below the last line stay there.
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

    /// <summary>The comments in what follows the header of a file.</summary>
    public static SchemaComments Of(string body) => new(body);

    /// <summary>Writes the comments into the new blocks.</summary>
    public string AddTo(string blocks)
    {
        var lines = Anchored(blocks).ToArray();
        var anchors = new HashSet<(string, string)>(lines.Where(line => line.Text.Length > 0).Select(line => line.Anchor));
        var (above, lost) = (Texts(anchors.Contains), Texts(anchor => !anchors.Contains(anchor)));
        var below = _comments.Where(comment => comment.Anchor is null).Select(comment => comment.Text).ToArray();
        IEnumerable<string> Under((string Block, string Line) anchor) => anchor.Block == anchor.Line ? lost.Where(group => group.Key.Block == anchor.Block).SelectMany(group => group) : [];
        var written = string.Join("\n", lines.SelectMany(line => line.Text.Length == 0 ? [line.Text] : above[line.Anchor].Append(line.Text).Concat(Under(line.Anchor))));
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

    // What a line is about, without what may change about it.
    private static string NameOf(string line) =>
        line.TrimStart().StartsWith("key ", StringComparison.Ordinal) ? "key" : line.Split(EndsOfNames)[0].Trim();
}
