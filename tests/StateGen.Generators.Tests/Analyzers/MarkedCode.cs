using System.Text;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis.Text;

namespace StateGen.Generators.Tests.Analyzers;

/// <summary>
/// Represents C# code with marks for the expected errors: <c>[|here|]</c> is one of the rule under test, <c>{|CS0751:here|}</c> one of another rule or
/// of the compiler. Marks may be nested.
/// </summary>
internal sealed partial class MarkedCode
{
    private readonly List<(string Id, TextSpan Span)> _marks = [];

    private MarkedCode(string code) => Code = code;

    /// <summary>Gets the code without the marks.</summary>
    public string Code { get; private set; }

    /// <summary>Gets the marked places, in no particular order.</summary>
    public IReadOnlyList<(string Id, TextSpan Span)> Marks => _marks;

    public static MarkedCode Parse(string marked, string ruleId)
    {
        var result = new MarkedCode(marked);
        result.Strip(ruleId);
        return result;
    }

    [GeneratedRegex(@"\[\||\{\|(?<id>\w+):|\|\]|\|\}", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 60_000)]
    private static partial Regex Bracket { get; }

    private void Strip(string ruleId)
    {
        var code = new StringBuilder();
        var open = new Stack<(string Id, int Start)>();
        var position = 0;
        foreach (Match bracket in Bracket.Matches(Code))
        {
            code.Append(Code, position, bracket.Index - position);
            position = bracket.Index + bracket.Length;
            if (bracket.Value is "|]" or "|}")
                Close(open.Pop(), code.Length);
            else
                open.Push((bracket.Groups["id"] is { Success: true, Value: var id } ? id : ruleId, code.Length));
        }

        Assert.Empty(open);
        Code = code.Append(Code, position, Code.Length - position).ToString();
    }

    private void Close((string Id, int Start) mark, int end) => _marks.Add((mark.Id, TextSpan.FromBounds(mark.Start, end)));
}
