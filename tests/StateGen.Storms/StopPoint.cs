using System.Runtime.InteropServices;

namespace StateGen.Storms;

/// <summary>Where this process stops itself: at one pass of one place. It goes on when another process sends SIGCONT.</summary>
/// <param name="place">The place; null to stop nowhere.</param>
/// <param name="pass">The number of the pass, from 1.</param>
internal sealed partial class StopPoint(string? place, int pass)
{
    private const int Stop = 19; // SIGSTOP on Linux

    private int _passes;

    public void Pass(string reached)
    {
        if (reached != place || Interlocked.Increment(ref _passes) != pass)
            return;
        Console.Error.WriteLine($"stops at pass {pass} of {place}");
        // A signal to the calling thread stops the process before the call returns.
        if (Raise(Stop) != 0)
            throw new InvalidOperationException("The process cannot stop itself.");
    }

    [LibraryImport("libc", EntryPoint = "raise")]
    private static partial int Raise(int signal);
}
