using System.Runtime.CompilerServices;

namespace StateGen.TestKit;

/// <summary>A test that runs only in a soak. The variable STATEGEN_SHARED_STORES, set but empty, leaves it out there, too: its servers need root.</summary>
public sealed class SoakFactAttribute : FactAttribute
{
    public SoakFactAttribute([CallerFilePath] string? sourceFilePath = null, [CallerLineNumber] int sourceLineNumber = -1)
        : base(sourceFilePath, sourceLineNumber) => Explicit = !TestScale.IsSoak || Environment.GetEnvironmentVariable("STATEGEN_SHARED_STORES") == "";
}
