using System.Text.RegularExpressions;

namespace StateGen.Packaging.Tests;

/// <summary>What a command left behind.</summary>
internal sealed partial record CommandResult(int ExitCode, string Output)
{
    /// <summary>The ids of the errors and warnings that were printed, in ordinal order.</summary>
    public IEnumerable<string> Problems => ProblemPattern.Matches(Output).Select(match => match.Groups["id"].Value).Distinct().Order(StringComparer.Ordinal);

    [GeneratedRegex("(error|warning) (?<id>[A-Za-z]+[0-9]+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 60_000)]
    private static partial Regex ProblemPattern { get; }
}
