using FsCheck;
using FsCheck.Fluent;
using StateGen.TestKit;
using StateGen.TestKit.Backends;

namespace StateGen.Conformance.Tests.Oracle;

[Trait("Category", "Slow")]
public abstract class OracleTests(BackendUnderTest backend, int histories) : IDisposable
{
    private const int MostSteps = 80;

    public void Dispose()
    {
        backend.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>The exception of a failure carries the seed and the shortest history found.</summary>
    [Fact]
    public void Any_history_of_records_failures_watermarks_time_and_rescaling_agrees_with_plain_dictionaries() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(TestScale.Of(histories)).WithQuietOnSuccess(true), Prop.ForAll(StepGenerator.Histories(MostSteps), Run));

    private void Run(Step[] history)
    {
        using var run = new OracleRun(backend);
        run.CheckAsync(history).GetAwaiter().GetResult();
    }
}
