using StateGen.Backends;

namespace StateGen.TestKit.Backends;

public sealed class MemoryUnderTest : BackendUnderTest
{
    public override IStateBackend Create() => MemoryBackend.Default;
}
