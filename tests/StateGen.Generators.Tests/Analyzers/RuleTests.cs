using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using StateGen.Generators.Tests.Fixes;

namespace StateGen.Generators.Tests.Analyzers;

/// <summary>
/// Provides the base class of the tests of one rule. Code is compiled with the generator and every analyzer, and must give exactly the marked errors
/// (<see cref="MarkedCode"/>), each once: a second diagnostic for a mistake fails the test just as a missing one does. Warnings count as errors.
/// </summary>
public abstract class RuleTests(string ruleId)
{
    // Where it is there, cases are noted in it and not checked.
    private List<RuleCase>? _found;

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

    /// <summary>Finds the cases of the rule by running the tests of another instance, which records the cases instead of checking them.</summary>
    internal async Task<IReadOnlyList<RuleCase>> FindCasesAsync()
    {
        var noting = (RuleTests)Activator.CreateInstance(GetType())!;
        noting._found = [];
        await TestMethods.RunAllAsync(noting);
        return [.. noting._found.DistinctBy(found => found.Text)];
    }

    /// <summary>Checks the marks of a file.</summary>
    protected Task VerifyAsync(string marked) => VerifyAsync(marked, []);

    /// <summary>Checks the marks of several files.</summary>
    protected Task VerifyFilesAsync(params string[] marked) => VerifyAsync(new RuleCase(ruleId, [.. marked, Neighbour], []));

    /// <summary>Checks the marks of a file and of additional files.</summary>
    /// <param name="marked">The file.</param>
    /// <param name="additionalFiles">The additional files of the project.</param>
    /// <param name="messages">Texts of which each must occur in a message of the rule.</param>
    private protected Task VerifyAsync(string marked, ImmutableArray<AdditionalText> additionalFiles, params string[] messages) =>
        VerifyAsync(new RuleCase(ruleId, [marked + Neighbour], additionalFiles), messages);

    /// <summary>Creates the compilation. Tests of rules about references override this method.</summary>
    private protected virtual CSharpCompilation Compile(params ReadOnlySpan<string> files) => AnalyzedCode.Compile(files);

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
    /// Checks the marks of an operator, and that a fix turns it into an operator without diagnostics, both one by one and with Fix All.
    /// </summary>
    private protected Task VerifyFixAsync<TFix>(string members, string statements, string fixedMembers, string fixedStatements, string moreTypes = "")
        where TFix : CodeFixProvider, new() =>
        VerifyFixAsync<TFix>(OperatorOf(members, statements, moreTypes), OperatorOf(fixedMembers, fixedStatements, moreTypes));

    /// <summary>Checks a fix in the same way that also changes the other types.</summary>
    private protected Task VerifyFixAsync<TFix>(string members, string statements, string fixedMembers, string fixedStatements, string moreTypes, string fixedTypes)
        where TFix : CodeFixProvider, new() =>
        VerifyFixAsync<TFix>(OperatorOf(members, statements, moreTypes), OperatorOf(fixedMembers, fixedStatements, fixedTypes));

    /// <inheritdoc cref="VerifyFixAsync{TFix}(string, string, string, string, string)"/>
    private protected async Task VerifyFixAsync<TFix>(string marked, string expected)
        where TFix : CodeFixProvider, new()
    {
        await VerifyAsync(marked);
        if (_found is not null)
            return;
        var code = MarkedCode.Parse(marked, ruleId).Code;
        var fix = new FixedCode(new TFix(), ruleId);
        Assert.Equal(expected, await fix.FixOneByOneAsync(code));
        Assert.Equal(expected, await fix.FixAllAsync(code));
        await fix.FixAgainAsync(code, expected);
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
        if (_found is null)
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

    /// <summary>Checks the marks of a case.</summary>
    private protected Task VerifyAsync(RuleCase expected, params string[] messages)
    {
        if (_found is null)
            return CheckAsync(expected, messages);
        _found.Add(expected);
        return Task.CompletedTask;
    }

    private async Task CheckAsync(RuleCase expected, string[] messages)
    {
        var analyzed = await AnalyzedCode.AnalyzeAsync(Compile(expected.Files), expected.AdditionalFiles);
        var suggestions = analyzed.Suggestions.Where(diagnostic => diagnostic.Id == ruleId).ToArray();
        expected.AssertMatch(analyzed.InEditor.Concat(suggestions), _ => true);
        expected.AssertMatch(analyzed.OfRulesInBuild.Concat(suggestions), id => id == ruleId);
        var actual = analyzed.OfRules.Where(diagnostic => diagnostic.Id == ruleId).Select(diagnostic => diagnostic.GetMessage()).ToArray();
        Assert.All(messages, message => Assert.Contains(actual, candidate => candidate.Contains(message, StringComparison.Ordinal)));
    }
}
