using System.Text.RegularExpressions;
using StateGen.Generators.Tests.Analyzers;

namespace StateGen.Generators.Tests.Documents;

/// <summary>The words that prose may use: those of <c>Words.txt</c>, one to a line. A word in lower case may begin a sentence.</summary>
internal static partial class WordList
{
    private static readonly string Path = Repository.PathOf("tests", "StateGen.Generators.Tests", "Documents", "Words.txt");

    private static readonly HashSet<string> Allowed = new(Entries, StringComparer.Ordinal);

    /// <summary>The words in the order of the file.</summary>
    public static IEnumerable<string> Entries => File.ReadLines(Path).Where(line => line.Length > 0 && line[0] != '#');

    /// <summary>Every word that the list does not have, as <c>file(line): word</c>.</summary>
    public static IEnumerable<string> FindUnknown(Prose prose) => Word.Matches(prose.Text)
        .Where(word => !IsIdentifier(word.Value) && !IsAllowed(Stem(word.Value)))
        .Select(word => $"{prose.Path}({prose.LineAt(word.Index)}): {word.Value}");

    private static bool IsAllowed(string word) =>
        Allowed.Contains(word) || Allowed.Contains(char.ToLowerInvariant(word[0]) + word[1..]);

    private static string Stem(string word) => word.EndsWith("'s", StringComparison.Ordinal) ? word[..^2] : word;

    // Names of code and products, such as KeyBy, MessagePack and TKey, and whatever has a digit in it.
    private static bool IsIdentifier(string word) =>
        word.Any(char.IsDigit) || word.Contains('_', StringComparison.Ordinal) || (word.Any(char.IsLower) && word.Skip(1).Any(char.IsUpper));

    [GeneratedRegex(@"[\p{L}\p{Nd}_]+('\p{L}+)?", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 60_000)]
    private static partial Regex Word { get; }
}
