using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using StateGen.TestKit.Compiler;

namespace StateGen.Benchmarks.Compiler;

/// <summary>Prints the cost of all analyzers on one long callback, and of an analyzer that does nothing in the same driver.</summary>
internal static class CallbackRatios
{
    private const int Rounds = 21;

    public static void Print(TextWriter output)
    {
        int[] lengths = [500, 1000, 2000];
        var cost = new AnalysisCost([.. lengths.Select(Compile)], [.. CompilerComponents.CreateAnalyzers()], Rounds);
        output.WriteLine("analyzers on one long callback, milliseconds: an analyzer that does nothing, and all of StateGen's; how many times the shortest");
        for (var index = 0; index < lengths.Length; index++)
        {
            output.WriteLine($"{lengths[index],6:N0} statements{cost.IdleOf(index),9:F1}{cost.AllOf(index),8:F1} {cost.RatioOf(index),10:F2}x"
                + $"{cost.AllOf(index) / cost.AllOf(0),14:F1}");
        }
    }

    private static Compilation Compile(int statements)
    {
        CSharpGeneratorDriver.Create([CompilerComponents.CreateGenerator()], parseOptions: OperatorProject.Options)
            .RunGeneratorsAndUpdateCompilation(OperatorProject.Compile([(LongCallback.Usings, "Usings.cs"), (LongCallback.Write(statements), "Long.cs")]), out var output, out _);
        return output;
    }
}
