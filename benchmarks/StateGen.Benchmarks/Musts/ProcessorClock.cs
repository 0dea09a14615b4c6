using System.Runtime.InteropServices;

namespace StateGen.Benchmarks.Musts;

/// <summary>
/// Reads the processor time of the calling thread, so that neither other processes nor the compiler and the writer of a snapshot in the background count.
/// Elsewhere than on Linux, it is the time of the process.
/// </summary>
internal static partial class ProcessorClock
{
    private const int ThreadTime = 3;

    public static TimeSpan OfThread => OperatingSystem.IsLinux() ? ReadThreadTime() : OfProcess;

    public static TimeSpan OfProcess => Environment.CpuUsage.TotalTime;

    private static TimeSpan ReadThreadTime()
    {
        if (GetTime(ThreadTime, out var time) != 0)
            throw new InvalidOperationException("The system has no clock of the thread's processor time.");
        return TimeSpan.FromSeconds(time.Seconds) + TimeSpan.FromMicroseconds(time.Nanoseconds / 1000.0);
    }

    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int GetTime(int clock, out NativeTime time);

    [StructLayout(LayoutKind.Sequential)]
    private struct NativeTime
    {
        public nint Seconds;
        public nint Nanoseconds;
    }
}
