using FlightDelays.Tests.Processes;
using StateGen.TestKit;
using StateGen.TestKit.Processes;

namespace FlightDelays.Tests;

/// <summary>Without the fast paths of the memory backend: fewer kills, because the code that differs is the same in each.</summary>
public sealed class PlainMemoryCrashTests : SampleCrashTests, IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly string _configuration;

    public PlainMemoryCrashTests()
        : base("memory", kills: 8) =>
        _configuration = Sample.WriteConfiguration(
            _directory.Path,
            "StateGen.Memory.FusedLoop",
            "StateGen.Memory.Prefetch",
            "StateGen.Memory.BackgroundSnapshots",
            "StateGen.Memory.AlignedSlots");

    public void Dispose() => _directory.Dispose();

    private protected override ChildProcess Start(IEnumerable<string> arguments) => Sample.StartWith(_configuration, arguments);
}
