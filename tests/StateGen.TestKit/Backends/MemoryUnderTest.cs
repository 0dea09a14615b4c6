using StateGen.Backends;

namespace StateGen.TestKit.Backends;

/// <summary>The memory backend, with or without the loop in which its table of rows processes records.</summary>
public sealed class MemoryUnderTest(bool isFused = true) : BackendUnderTest
{
    public override IStateBackend Create() => isFused ? MemoryBackend.Default : MemoryBackend.Unfused;
}
