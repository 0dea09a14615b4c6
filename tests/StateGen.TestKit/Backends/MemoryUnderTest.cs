using StateGen.Backends;

namespace StateGen.TestKit.Backends;

/// <summary>The memory backend, with all of its fast paths or without any.</summary>
public sealed class MemoryUnderTest(bool hasFastPaths = true) : BackendUnderTest
{
    public override IStateBackend Create() => Choose(hasFastPaths);

    public override IStateBackend CreateOther() => Choose(!hasFastPaths);

    private static MemoryBackend Choose(bool withFastPaths) => withFastPaths ? MemoryBackend.Default : MemoryBackend.WithoutFastPaths;
}
