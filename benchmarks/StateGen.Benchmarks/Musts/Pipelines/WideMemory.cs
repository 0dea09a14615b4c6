using System.Diagnostics;
using StateGen.Benchmarks.Musts.Experiments;

namespace StateGen.Benchmarks.Musts.Pipelines;

/// <summary>The greatest memory, in megabytes, of a process of its own that runs three operators with many subtasks.</summary>
internal sealed class WideMemory : IExperiment
{
    public const string Argument = "--wide-pipeline";
    public const string Peak = "three operators, p = 100: memory";

    private const int Passes = 6;
    private const double BytesPerMegabyte = 1 << 20;

    public string Name => "memory of a wide pipeline";

    public int Weight => 1;

    public IEnumerable<IReadOnlyDictionary<string, double>> Run(CancellationToken outOfTime)
    {
        while (true)
        {
            outOfTime.ThrowIfCancellationRequested();
            yield return new Dictionary<string, double>(StringComparer.Ordinal) { [Peak] = long.Parse(RunProcess()) / BytesPerMegabyte };
        }
    }

    /// <summary>Runs the pipeline in this process, and prints the memory in bytes.</summary>
    public static void RunHere(TextWriter output)
    {
        var readings = new Readings(PipelineMusts.WideDevices);
        using var pipeline = RunningPipelines.ThreeOperators(readings, PipelineMusts.Wide);
        for (var pass = 0; pass < Passes; pass++)
        {
            pipeline.Pass();
            readings.Advance();
        }

        using var process = Process.GetCurrentProcess();
        output.WriteLine(process.PeakWorkingSet64);
    }

    private static string RunProcess()
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true, UseShellExecute = false };
        // A program that was started as an executable of its own takes no path of its assembly.
        if (Path.GetFileNameWithoutExtension(start.FileName) == "dotnet")
            start.ArgumentList.Add(Environment.GetCommandLineArgs()[0]);
        start.ArgumentList.Add(Argument);
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? output : throw new InvalidOperationException($"The wide pipeline ended with {process.ExitCode}: {output}");
    }
}
