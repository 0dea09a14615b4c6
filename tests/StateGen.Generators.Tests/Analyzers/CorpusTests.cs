using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using StateGen.TestKit.Compiler;

namespace StateGen.Generators.Tests.Analyzers;

/// <summary>
/// Scores all rules on a corpus of operators (Corpus/README.md), whose authors did not know how the rules are written. Where the environment variable
/// STATEGEN_CORPUS_SCORE names a file, a table for each area is appended to it.
/// </summary>
public class CorpusTests
{
    private const double LeastRecall = 0.97;

    private const string Usings = """
        global using System;
        global using System.Collections.Generic;
        global using System.Linq;
        global using System.Threading.Tasks;
        global using StateGen;
        """;

    // The corpus uses the newest language, whose features the oldest supported compiler calls a preview.
    private static readonly CSharpParseOptions ParseOptions = CompilationFactory.ParseOptions.WithLanguageVersion(LanguageVersion.Preview);

    private static readonly CSharpCompilation Empty = Create();

    public static TheoryData<string> Areas => [.. Directory.EnumerateDirectories(Folder).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Areas))]
    public async Task Mistakes_in_a_corpus_of_operators_are_found_and_nothing_else(string area)
    {
        var score = await ScoreAsync([.. FilesOf(area)]);
        Write(score.Rows(area));
        Assert.True(
            score is { Recall: >= LeastRecall, Wrong: 0, False: 0 },
            $"{area}: {score.Found} of {score.Expected} found, {score.Missed} missed, {score.Wrong} of the wrong rule, {score.False} false\n{string.Join('\n', score.Faults)}");
    }

    [Theory]
    [MemberData(nameof(Areas))]
    public void Only_areas_of_wrong_operators_have_marks(string area) =>
        Assert.Equal(area.EndsWith("Correct", StringComparison.Ordinal), FilesOf(area).All(file => file.Marks.Count == 0));

    [Fact]
    public async Task A_score_tells_marks_that_are_found_missed_of_the_wrong_rule_and_false_reports_apart()
    {
        var score = await ScoreAsync([new("Sample.cs", """
            [Operator("sample")]
            internal sealed partial class Sample : KeyedOperator<string, int, int>
            {
                private int _sum; // expect: SG2001
                private int _calm; // expect: SG2001
                private int _count;

                protected override void OnEvent(int value, OperatorContext<int> context)
                {
                    _sum += value;
                    _count++;
                    var now =
                        DateTime.UtcNow; // expect: SG2010
                    var then = DateTime.UtcNow; // expect: SG2011
                    context.Emit(now < then ? _sum + _count : _calm);
                }
            }
            """)]);
        Assert.Equal((4, 2, 1, 1, 1), (score.Expected, score.Found, score.Missed, score.Wrong, score.False));
        Assert.Collection(
            score.Faults,
            missed => Assert.Equal("missed: Sample.cs(5) SG2001: private int _calm; // expect: SG2001", missed),
            wrong => Assert.Equal("wrong rule: Sample.cs(14) SG2010 instead of SG2011: var then = DateTime.UtcNow; // expect: SG2011", wrong),
            notMarked => Assert.StartsWith("false: Sample.cs(6) SG2001 (", notMarked, StringComparison.Ordinal));
        Assert.Contains("area                   SG2001       2      1      1      0      1", score.Rows("area"));
        Assert.Contains("area                   all          4      2      1      1      1", score.Rows("area"));
    }

    private static string Folder => Repository.PathOf("tests", "StateGen.Generators.Tests", "Corpus");

    private static IEnumerable<CorpusFile> FilesOf(string area) => Directory.EnumerateFiles(Path.Combine(Folder, area), "*.cs", SearchOption.AllDirectories)
        .Order(StringComparer.Ordinal).Select(path => new CorpusFile(Path.GetRelativePath(Folder, path).Replace('\\', '/'), File.ReadAllText(path)));

    private static CSharpCompilation Create()
    {
        var compilation = CompilationFactory.Create().RemoveAllSyntaxTrees();
        return compilation.WithOptions(compilation.Options.WithGeneralDiagnosticOption(ReportDiagnostic.Default)).AddSyntaxTrees(Parse(Usings, "Usings.cs"));
    }

    private static SyntaxTree Parse(string text, string path) => CSharpSyntaxTree.ParseText(text, ParseOptions, path, System.Text.Encoding.UTF8);

    private static async Task<CorpusScore> ScoreAsync(IReadOnlyList<CorpusFile> files)
    {
        var compilation = Empty.AddSyntaxTrees(files.Select(file => Parse(file.Text, file.Path)));
        var analyzed = await AnalyzedCode.AnalyzeAsync(compilation, []);
        Assert.DoesNotContain(analyzed.InEditor, diagnostic => diagnostic.Severity == DiagnosticSeverity.Error && diagnostic.Id.StartsWith("CS", StringComparison.Ordinal));
        return new(files, analyzed.OfRules);
    }

    private static void Write(IEnumerable<string> rows)
    {
        if (Environment.GetEnvironmentVariable("STATEGEN_CORPUS_SCORE") is { Length: > 0 } path)
            File.AppendAllLines(path, rows);
    }
}
