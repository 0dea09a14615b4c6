using System.Text.RegularExpressions;

namespace StateGen.Generators.Tests.Documents;

/// <summary>A turn of phrase that plain English does not use here, and its replacement.</summary>
internal sealed partial class Phrase
{
    private readonly Regex _pattern;
    private readonly string _better;

    private Phrase(string pattern, string better)
    {
        // A phrase may continue on the next line.
        var acrossLines = pattern.Replace(" ", @"\s+", StringComparison.Ordinal);
        _pattern = new(acrossLines, RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, TimeSpan.FromMinutes(1));
        _better = better;
    }

    /// <summary>The phrases that no prose may use.</summary>
    public static IReadOnlyList<Phrase> Unwanted { get; } =
    [
        new(@"\bfor ever\b", "without bound, forever"),
        new(@"\bis no-op\b", "is a no-op"),
        new(@"\bnear (or|and) far\b", "directly or indirectly"),
        new(@"\bwhat is to (say|do|be)\b", "say it directly"),
        new(@"\btells the whole story\b", "explains"),
        new(@"\bas if nothing had happened\b", "resumes from its last checkpoint"),
        new(@"\b(best|most|least|all) (that )?one can\b", "name the alternative"),
        new(@"(?<!\bthere )\b(is|are|was|were) no (?!longer\b|more\b|other\b|less\b|fewer\b)", "is not, is not a"),
        new(@"\bis not held to\b", "does not enforce"),
        new(@"\bsees to it\b", "ensures"),
        new(@"\b(do|does) the like\b|\band (their|its) kin\b", "and similar"),
        new(@"\balso when\b", "even when"),
        new(@"\banew\b", "again"),
        new(@"\b(hither|where|there|here)(to|of|by|in|upon|with)\b", "name the thing"),
        new(@"(?<=[.;:]\s{1,2})(?-i:What|Whatever|Whoever) [^.?;]*[.;]", "begin with the subject instead of a clause"),
    ];

    /// <summary>The words with which a clause begins. Titles and summaries are statements, noun phrases or verbs instead.</summary>
    public static Phrase ClauseAtStart { get; } =
        new(@"(?<=^\W*)(what|whatever|whether|how|where|wherever|which|whichever|who|whoever|whose|when|whenever|why)\b", "begin with a noun or a verb");

    /// <summary>Every place where the phrase is used, as <c>file(line): phrase</c>.</summary>
    public IEnumerable<string> FindUses(Prose prose) => _pattern.Matches(prose.Text)
        .Select(use => $"{prose.Path}({prose.LineAt(use.Index)}): \"{Spaces.Replace(use.Value, " ").Trim()}\" - better: {_better}");

    [GeneratedRegex(@"\s+", RegexOptions.None, matchTimeoutMilliseconds: 60_000)]
    private static partial Regex Spaces { get; }
}
