using StateGen.RocksDb;
using Xunit.Sdk;
using Xunit.v3;

namespace StateGen.TestKit;

/// <summary>
/// Makes the tests of every project independent of the environment of the developer: before any of them runs, the variable that names a RocksDB library is
/// removed from this process, and with it from the processes that tests start.
/// </summary>
public sealed class TestEnvironment : ITestPipelineStartup
{
    public ValueTask StartAsync(IMessageSink diagnosticMessageSink)
    {
        Environment.SetEnvironmentVariable(RocksDbLibrary.PathVariable, null);
        return default;
    }

    public ValueTask StopAsync() => default;
}
