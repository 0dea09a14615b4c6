using StateGen.Backends;

namespace StateGen.TestKit.Backends;

/// <summary>The memory backend, with all of its fast paths or without any.</summary>
public sealed class MemoryUnderTest(bool hasFastPaths = true) : BackendUnderTest
{
    public override IStateBackend Create() => hasFastPaths ? MemoryBackend.Default : MemoryBackend.WithoutFastPaths;
}
