using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using StateGen.Analyzers;
using StateGen.Analyzers.Flow;
using StateGen.Analyzers.SG1000;
using StateGen.Analyzers.SG2000;
using StateGen.Analyzers.SG3000;
using StateGen.Analyzers.SG4000;
using StateGen.Generators.Diagnostics;
using StateGen.Generators.Tests.Schemas;
using StateGen.TestKit.Compiler;

namespace StateGen.Generators.Tests.Analyzers.SG9000;

/// <summary>Tests that a rule that throws is reported once and leaves the other rules of its analyzer alone.</summary>
public sealed class RuleFailedTests
{
    private const string Jobs = """
        internal static class Jobs
        {
            public static PipelineOptions First() => new() { JobId = "first", RetainedCheckpoints = 5 };

            public static PipelineOptions Second() => new() { JobId = "second", RetainedCheckpoints = 5 };
        }
        """;

    private const string Operators = """
        [Operator("first")]
        internal sealed partial class First : KeyedOperator<string, int, int>
        {
            [State] private static partial long Count { get; set; }
            [State(Name = "")] private partial long Sum { get; set; }

            protected override void OnEvent(int value, OperatorContext<int> context) => ClearState();
        }

        [Operator("second")]
        internal sealed partial class Second : KeyedOperator<string, int, int>
        {
            [State] private static partial long Count { get; set; }

            protected override void OnEvent(int value, OperatorContext<int> context) => ClearState();
        }
        """;

    [Fact]
    public async Task A_rule_about_options_that_throws_is_reported_once_beside_the_others()
    {
        var found = await AnalyzeAsync(new OptionsAnalyzer([new ThrowingRule(), new IneffectiveOptionRule()]), AnalyzedCode.Compile(Jobs));
        Assert.Equal(["SG3004", "SG3004", "SG9001"], found.Select(diagnostic => diagnostic.Id));
        Assert.Equal(
            "Rule SG3006 failed and reports nothing more in this compilation: NotSupportedException in ThrowingRule.Find: two lines. "
            + "The other rules are not affected. Please report this defect of StateGen together with the code here.",
            found[^1].GetMessage());
        Assert.StartsWith("new()", TextAt(found[^1].Location), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_rule_about_declarations_that_throws_is_reported_once_beside_the_others()
    {
        var analyzer = new DeclarationAnalyzer((problem, token) => problem.Rule.Id == "SG1005" ? throw new NotSupportedException("two\r\nlines.") : problem.ToDiagnostic(token));
        var found = await AnalyzeAsync(analyzer, AnalyzedCode.Compile(Operators));
        Assert.Equal(["SG1019", "SG9001"], found.Select(diagnostic => diagnostic.Id));
        Assert.StartsWith("Rule SG1005 failed", found[^1].GetMessage(), StringComparison.Ordinal);
        Assert.Contains(TextAt(found[^1].Location), (string[])["First", "Second"]);
    }

    [Fact]
    public async Task A_rule_about_the_code_of_operators_that_throws_is_reported_once_beside_the_others()
    {
        var analyzer = new OperatorCodeAnalyzer([new ThrowingCodeRule(), new StateNotAssignedBackRule()], OperatorModel.Default);
        var found = await AnalyzeAsync(analyzer, Generated("""
            [Operator("first")]
            internal sealed partial class First : KeyedOperator<string, int, int>
            {
                [State(Copy = true)] private partial List<int>? Items { get; set; }

                protected override void OnEvent(int value, OperatorContext<int> context) => Items?.Add(value);

                protected override void OnTimer(FiredTimer timer, OperatorContext<int> context) => Items?.Clear();
            }
            """));
        Assert.Equal(["SG2007", "SG2007", "SG9001"], found.Select(diagnostic => diagnostic.Id));
        Assert.StartsWith("Rule SG2014 failed", found[^1].GetMessage(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_rule_about_schemas_that_throws_is_reported_once_beside_the_others()
    {
        var correct = Operators.Replace("static ", "", StringComparison.Ordinal).Replace("(Name = \"\")", "", StringComparison.Ordinal);
        var shipped = RecordedProject.After(correct.Replace("long Count", "string? Count", StringComparison.Ordinal));
        var analyzer = new SchemaAnalyzer((finding, token) => finding.Rule.Id == "SG4009" ? throw new NotSupportedException() : finding.ToDiagnostic(token));
        var found = await AnalyzeAsync(analyzer, AnalyzedCode.Compile(correct.Replace("Sum", "Total", StringComparison.Ordinal)), shipped.Files);
        Assert.Equal(["SG4006", "SG9001"], found.Select(diagnostic => diagnostic.Id));
        Assert.StartsWith("Rule SG4009 failed", found[^1].GetMessage(), StringComparison.Ordinal);
    }

    [Fact]
    public void An_exception_that_cancels_the_analysis_is_not_a_failure()
    {
        var reported = new List<Diagnostic>();
        Assert.Throws<OperationCanceledException>(
            () => new RuleGuard().Run(DiagnosticCatalogue.TimerPerEvent, Location.None, reported.Add, () => throw new OperationCanceledException()));
        Assert.Empty(reported);
    }

    [Fact]
    public void A_failed_rule_is_stopped_and_another_is_not()
    {
        var (guard, reported, runs) = (new RuleGuard(), new List<Diagnostic>(), 0);
        guard.Run(DiagnosticCatalogue.TimerPerEvent, Location.None, reported.Add, () => throw new NotSupportedException());
        guard.Run(DiagnosticCatalogue.TimerPerEvent, Location.None, reported.Add, () => runs++);
        guard.Run(DiagnosticCatalogue.BlockingCallback, Location.None, reported.Add, () => runs++);
        Assert.Equal((1, "SG9001"), (runs, Assert.Single(reported).Id));
    }

    [Fact]
    public void A_part_that_fails_for_one_member_is_reported_once_and_runs_for_the_others()
    {
        var (guard, reported, runs) = (new RuleGuard(), new List<Diagnostic>(), 0);
        guard.RunApart("The flow", Location.None, reported.Add, () => throw new NotSupportedException());
        guard.RunApart("The flow", Location.None, reported.Add, () => runs++);
        guard.RunApart("The flow", Location.None, reported.Add, () => throw new NotSupportedException());
        guard.RunApart("The flow", Location.None, reported.Add, () => runs++);
        Assert.Equal((2, "SG9001"), (runs, Assert.Single(reported).Id));
        Assert.StartsWith("The flow failed", reported[0].GetMessage(), StringComparison.Ordinal);
        Assert.Throws<OperationCanceledException>(() => guard.RunApart("The flow", Location.None, reported.Add, () => throw new OperationCanceledException()));
    }

    [Fact]
    public async Task Actions_of_every_kind_are_protected()
    {
        var found = await AnalyzeAsync(new ActionsOfEveryKind(), AnalyzedCode.Compile(Jobs));
        Assert.Equal(["Rule SG2011", "Rule SG2012", "Rule SG2013"], found.Select(diagnostic => diagnostic.GetMessage()[..11]).Order(StringComparer.Ordinal));
    }

    private static async Task<ImmutableArray<Diagnostic>> AnalyzeAsync(DiagnosticAnalyzer analyzer, Compilation compilation, ImmutableArray<AdditionalText> files = default)
    {
        var options = new AnalyzerOptions(files.IsDefault ? [] : files);
        var found = await compilation.WithAnalyzers([analyzer], options).GetAnalyzerDiagnosticsAsync(TestContext.Current.CancellationToken);
        return [.. found.OrderBy(diagnostic => diagnostic.Id, StringComparer.Ordinal)];
    }

    private static Compilation Generated(string code)
    {
        CSharpGeneratorDriver.Create([new OperatorGenerator().AsSourceGenerator()], parseOptions: CompilationFactory.ParseOptions)
            .RunGeneratorsAndUpdateCompilation(AnalyzedCode.Compile(code), out var output, out _, TestContext.Current.CancellationToken);
        return output;
    }

    [Fact]
    public async Task A_rule_about_the_code_of_operators_that_cannot_begin_is_reported_for_the_first_operator()
    {
        var analyzer = new OperatorCodeAnalyzer([new RuleThatCannotBegin(), new StateNotAssignedBackRule()], OperatorModel.Default);
        var found = await AnalyzeAsync(analyzer, Generated(Operators.Replace("static ", "", StringComparison.Ordinal)));
        Assert.Equal("SG9001", Assert.Single(found).Id);
        Assert.StartsWith("Rule SG2011 failed", found[0].GetMessage(), StringComparison.Ordinal);
    }

    private sealed class RuleThatCannotBegin() : OperatorCodeRule(DiagnosticCatalogue.BlockingCallback)
    {
        public override Action<OperatorEnd>? Register(OperatorStart start, OperatorCode code) => throw new NotSupportedException();
    }

    private sealed class ThrowingCodeRule() : FlowRule(DiagnosticCatalogue.EmittedValueChanged)
    {
        public override IEnumerable<Diagnostic> Find(MemberFlow flow) => throw new NotSupportedException();
    }

    private static string TextAt(Location location) => location.SourceTree!.GetText().ToString(location.SourceSpan);

    private sealed class ThrowingRule() : OptionsRule(DiagnosticCatalogue.UnsuitableParallelism)
    {
        public override IEnumerable<Diagnostic> Find(OptionAssignments options) => throw new NotSupportedException("two\r\nlines.");
    }

#pragma warning disable RS1001 // The test creates the analyzer.
    private sealed class ActionsOfEveryKind() : RuleAnalyzer(DiagnosticCatalogue.BlockingCallback, DiagnosticCatalogue.ListStateRewritten, DiagnosticCatalogue.TimerPerEvent)
#pragma warning restore RS1001
    {
        private protected override void Start(CompilationStartAnalysisContext context)
        {
            var guard = new RuleGuard();
            context.RegisterOperationAction(guard.Protect(DiagnosticCatalogue.BlockingCallback, Fail<OperationAnalysisContext>), OperationKind.ObjectCreation);
            context.RegisterOperationBlockAction(guard.Protect(DiagnosticCatalogue.ListStateRewritten, Fail<OperationBlockAnalysisContext>));
            context.RegisterSymbolAction(guard.Protect(DiagnosticCatalogue.TimerPerEvent, Fail<SymbolAnalysisContext>), SymbolKind.Method);
        }

        private static void Fail<T>(T context) => throw new NotSupportedException();
    }
}
