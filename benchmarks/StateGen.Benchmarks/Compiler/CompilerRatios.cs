using Microsoft.CodeAnalysis;

namespace StateGen.Benchmarks.Compiler;

/// <summary>
/// Gives a quick estimate of the cost in the compiler: the variants are interleaved in one process, and the numbers are medians of the processor time of all
/// threads.
/// </summary>
internal static class CompilerRatios
{
    private const int Builds = 15;

    public static void Print(TextWriter output)
    {
        output.WriteLine("per edit of one operator, milliseconds: an attribute's look-up, and with an analyzer that finds nothing; "
            + "StateGen's generator, and with its analyzers");
        foreach (var (operators, rounds) in ((int, int)[])[(10, 240), (100, 120), (1000, 30)])
            PrintEdits(output, operators, rounds);
        output.WriteLine();
        PrintBuilds(output, operators: 200);
        output.WriteLine();
        CallbackRatios.Print(output);
    }

    private static void PrintEdits(TextWriter output, int operators, int rounds)
    {
        var empty = new Editing(operators, new EmptyTransform().AsSourceGenerator());
        var silent = new Editing(operators, new EmptyTransform().AsSourceGenerator(), new SilentAnalyzer(looksAtCode: true));
        var generator = new Editing(operators, CompilerComponents.CreateGenerator());
        var all = new Editing(operators, CompilerComponents.CreateGenerator(), CompilerComponents.CreateAnalyzers());
        var medians = Measure(rounds, () => empty.Edit(), () => silent.Edit(), () => generator.Edit(), () => all.Edit());
        output.WriteLine($"{operators,6:N0} operators{medians[0],10:F1}{medians[1],8:F1} {medians[2],10:F1}{medians[3],8:F1} "
            + $"{medians[2] / medians[0],10:F2}x{medians[3] / medians[1],7:F2}x");
    }

    private static void PrintBuilds(TextWriter output, int operators)
    {
        var building = new Building(operators);
        var medians = Measure(Builds, () => building.BuildWithout(), () => building.BuildIdle(), () => building.BuildWith());
        var own = medians[2] - medians[1];
        output.WriteLine($"compiling {operators} operators: {medians[0]:F0} ms; generator and analyzers add {own:F0} ms: "
            + $"{(medians[0] + own) / medians[0]:F2}x");
    }

    private static double[] Measure(int rounds, params Action[] variants)
    {
        var times = variants.Select(_ => new List<double>()).ToArray();
        for (var round = 0; round < rounds; round++)
        {
            for (var variant = 0; variant < variants.Length; variant++)
                times[variant].Add(Measure(variants[variant]));
        }

        return [.. times.Select(Median)];
    }

    private static double Measure(Action variant)
    {
        var start = Environment.CpuUsage.TotalTime;
        variant();
        return (Environment.CpuUsage.TotalTime - start).TotalMilliseconds;
    }

    // The first third of the rounds warms up the process.
    private static double Median(List<double> times)
    {
        var sorted = times.Skip(times.Count / 3).Order().ToArray();
        return sorted[sorted.Length / 2];
    }
}
