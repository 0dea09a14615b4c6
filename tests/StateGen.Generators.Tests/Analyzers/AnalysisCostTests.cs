using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using StateGen.Generators.Tests.Harness;
using StateGen.TestKit.Compiler;

namespace StateGen.Generators.Tests.Analyzers;

/// <summary>The analyzers must not take much longer than the compiler does, whatever the length of a callback. Nothing else runs while this is measured.</summary>
[Collection(AloneDefinition.Name)]
public class AnalysisCostTests
{
    private const int Rounds = 7;

    [Fact]
    public async Task Nothing_is_reported_about_a_long_callback() => Assert.Empty((await AnalyzedCode.AnalyzeAsync(LongCallback.Write(statements: 300))).InEditor);

    [Fact]
    public void The_cost_of_analysis_is_a_small_multiple_of_binding_and_grows_with_the_length_of_a_callback()
    {
        var cost = new AnalysisCost([Compile(statements: 500), Compile(statements: 2000)], AnalyzedCode.Analyzers, Rounds);
        Assert.True(
            cost.RatioOf(1) <= 2.5 && cost.AllOf(1) / cost.AllOf(0) <= 7, // Linear growth would be 4, quadratic growth 16.
            $"500 statements: {cost.AllOf(0):F0} ms, {cost.RatioOf(0):F2} times an idle analyzer; 2,000 statements: {cost.AllOf(1):F0} ms, {cost.RatioOf(1):F2} times");
    }

    private static Compilation Compile(int statements)
    {
        var compilation = AnalyzedCode.Compile(LongCallback.Write(statements));
        CSharpGeneratorDriver.Create([new OperatorGenerator().AsSourceGenerator()], parseOptions: CompilationFactory.ParseOptions)
            .RunGeneratorsAndUpdateCompilation(compilation, out var output, out _, TestContext.Current.CancellationToken);
        return output;
    }
}
