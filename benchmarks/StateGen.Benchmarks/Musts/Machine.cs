using System.Runtime.InteropServices;

namespace StateGen.Benchmarks.Musts;

/// <summary>The machine that a measurement is true for.</summary>
internal static class Machine
{
    private const long BytesPerKilobyte = 1024;

    public static string Description =>
        $"{Processor}, {Environment.ProcessorCount} cores, {RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}";

    /// <summary>Gets the number of threads that ran or waited for a core, on average over the last 1, 5 and 15 minutes.</summary>
    public static string Load => File.Exists("/proc/loadavg") ? string.Join(" ", File.ReadAllText("/proc/loadavg").Split(' ')[..3]) : "unknown";

    /// <summary>Gets the memory in bytes that processes can still use.</summary>
    public static long AvailableMemory => ReadLine("/proc/meminfo", "MemAvailable:") is { } line
        ? long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1]) * BytesPerKilobyte
        : GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;

    private static string Processor =>
        ReadLine("/proc/cpuinfo", "model name")?.Split(": ")[1] ?? Environment.GetEnvironmentVariable("PROCESSOR_IDENTIFIER") ?? "an unknown processor";

    private static string? ReadLine(string path, string start) =>
        File.Exists(path) ? File.ReadLines(path).FirstOrDefault(line => line.StartsWith(start, StringComparison.Ordinal)) : null;
}
