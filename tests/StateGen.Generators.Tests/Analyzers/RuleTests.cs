using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;
using StateGen.Generators.Tests.Fixes;

namespace StateGen.Generators.Tests.Analyzers;

/// <summary>
/// The tests of one rule. Code is compiled, generated and analyzed with every rule there is, and must give exactly the errors that are marked in it
/// (<see cref="MarkedCode"/>), each once: a second diagnostic for a mistake fails as a missing one does. Warnings count as errors.
/// </summary>
public abstract class RuleTests(string ruleId)
{
    private const string File = "File0.cs";

    // Shows that a mistake in one operator leaves the others of its file alone.
    private protected const string Neighbour = """


        [Operator("neighbour")]
        internal sealed partial class Neighbour : KeyedOperator<string, int, long>
        {
            [State] private partial long Count { get; set; }

            protected override void OnEvent(int value, OperatorContext<long> context) => context.Emit(++Count);
        }
        """;

    internal string RuleId => ruleId;

    /// <summary>Checks the marks of a file.</summary>
    protected Task VerifyAsync(string marked) => VerifyAsync(marked, []);

    /// <summary>Checks the marks of a file beside additional files.</summary>
    private protected async Task<AnalyzedCode> VerifyAsync(string marked, ImmutableArray<AdditionalText> additionalFiles)
    {
        var expected = MarkedCode.Parse(marked + Neighbour, ruleId);
        var analyzed = await AnalyzedCode.AnalyzeAsync(Compile(expected.Code), additionalFiles);
        var text = SourceText.From(expected.Code);
        AssertSame(Describe(expected.Marks, text), Describe(analyzed.InEditor.Concat(SuggestionsOf(analyzed)), text));
        AssertSame(
            Describe(expected.Marks.Where(mark => mark.Id == ruleId), text),
            Describe(analyzed.OfRulesInBuild.Concat(SuggestionsOf(analyzed)).Where(diagnostic => diagnostic.Id == ruleId), text));
        return analyzed;
    }

    /// <summary>Makes the compilation, which a rule about references changes.</summary>
    private protected virtual CSharpCompilation Compile(string code) => AnalyzedCode.Compile(code);

    /// <summary>Checks the marks of members of an operator.</summary>
    protected Task VerifyMembersAsync(string marked, string moreTypes = "") => VerifyAsync($$"""
        [Operator("sample")]
        internal sealed partial class Sample : KeyedOperator<string, int, int>
        {
            {{marked}}

            protected override void OnEvent(int value, OperatorContext<int> context) => ClearState();
        }

        {{moreTypes}}
        """);

    /// <summary>Checks the marks of an operator's members and of the statements of its <c>OnEvent</c>.</summary>
    protected Task VerifyBodyAsync(string members, string statements, string moreTypes = "") => VerifyAsync(OperatorOf(members, statements, moreTypes));

    /// <summary>
    /// Checks the marks of an operator, and that a fix turns it into another one of which nothing is reported: applied one by one, and to all at once.
    /// </summary>
    private protected Task VerifyFixAsync<TFix>(string members, string statements, string fixedMembers, string fixedStatements, string moreTypes = "")
        where TFix : CodeFixProvider, new() =>
        VerifyFixAsync<TFix>(OperatorOf(members, statements, moreTypes), OperatorOf(fixedMembers, fixedStatements, moreTypes));

    /// <inheritdoc cref="VerifyFixAsync{TFix}(string, string, string, string, string)"/>
    private protected async Task VerifyFixAsync<TFix>(string marked, string expected)
        where TFix : CodeFixProvider, new()
    {
        await VerifyAsync(marked);
        var code = MarkedCode.Parse(marked, ruleId).Code;
        var fix = new FixedCode(new TFix(), ruleId);
        Assert.Equal(expected, await fix.FixOneByOneAsync(code));
        Assert.Equal(expected, await fix.FixAllAsync(code));
        await VerifyAsync(expected);
    }

    /// <summary>Checks the marks of an operator, and that a fix is not offered for any of them.</summary>
    private protected Task VerifyNoFixAsync<TFix>(string members, string statements, string moreTypes = "")
        where TFix : CodeFixProvider, new() =>
        VerifyNoFixAsync<TFix>(OperatorOf(members, statements, moreTypes));

    /// <inheritdoc cref="VerifyNoFixAsync{TFix}(string, string, string)"/>
    private protected async Task VerifyNoFixAsync<TFix>(string marked)
        where TFix : CodeFixProvider, new()
    {
        await VerifyAsync(marked);
        Assert.Empty(await new FixedCode(new TFix(), ruleId).FindTitlesAsync(MarkedCode.Parse(marked, ruleId).Code));
    }

    private static string OperatorOf(string members, string statements, string moreTypes) => $$"""
        [Operator("sample")]
        internal sealed partial class Sample : KeyedOperator<string, int, int>
        {
            {{members}}

            protected override void OnEvent(int value, OperatorContext<int> context)
            {
                {{statements}}
            }
        }

        {{moreTypes}}
        """;

    private IEnumerable<Diagnostic> SuggestionsOf(AnalyzedCode analyzed) => analyzed.Suggestions.Where(diagnostic => diagnostic.Id == ruleId);

    private static void AssertSame(string expected, string actual) => Assert.True(expected == actual, $"Expected:\n{expected}\nActual:\n{actual}");

    private static string Describe(IEnumerable<(string Id, TextSpan Span)> marks, SourceText text) =>
        Join(marks.Select(mark => Describe(mark.Id, text.Lines.GetLinePositionSpan(mark.Span).ToString(), text.ToString(mark.Span))));

    private static string Describe(IEnumerable<Diagnostic> diagnostics, SourceText text) => Join(diagnostics.Select(diagnostic => Describe(diagnostic, text)));

    private static string Describe(Diagnostic diagnostic, SourceText text) => diagnostic.Location.GetLineSpan() is { Path: File } lines
        ? Describe(diagnostic.Id, lines.Span.ToString(), text.ToString(diagnostic.Location.SourceSpan))
        : diagnostic.ToString();

    private static string Describe(string id, string lines, string text) => $"{lines} {id} at '{text}'";

    private static string Join(IEnumerable<string> lines) => string.Join("\n", lines.Order(StringComparer.Ordinal));
}
