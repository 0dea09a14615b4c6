using StateGen.Backends;

namespace StateGen.Conformance.Tests.Backends;

public sealed class MemoryUnderTest : BackendUnderTest
{
    public override IStateBackend Create() => MemoryBackend.Default;
}
