using System.Globalization;
using StateGen;
using StateGen.TestKit.Backends;
using StateGen.Testing;

namespace FraudDetection.Tests;

public sealed class MemoryFraudDetectorTests() : FraudDetectorTests(new MemoryUnderTest());

public sealed class RocksDbFraudDetectorTests() : FraudDetectorTests(new RocksDbUnderTest());

/// <summary>The operator of the sample, without a pipeline.</summary>
public abstract class FraudDetectorTests(BackendUnderTest backend) : IAsyncLifetime
{
    private static readonly DateTimeOffset Nine = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    private OperatorHarness<string, Transaction, Alert> _harness = null!;

    public async ValueTask InitializeAsync() =>
        _harness = await OperatorHarness.OpenAsync(new FraudDetector(), new() { Backend = backend.Create() }, TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _harness.DisposeAsync();
        backend.Dispose();
        GC.SuppressFinalize(this);
    }

    [Theory]
    [InlineData("0.99", "500.01", 30, true)]
    [InlineData("0.99", "500.01", 60, true)]
    [InlineData("0.99", "500.01", 61, false)]
    [InlineData("0.99", "500.00", 30, false)]
    [InlineData("1.00", "500.01", 30, false)]
    public void A_small_amount_and_a_large_one_within_a_minute_raise_an_alert(string first, string second, int seconds, bool isFraud)
    {
        var (small, large) = (decimal.Parse(first, CultureInfo.InvariantCulture), decimal.Parse(second, CultureInfo.InvariantCulture));
        Process("ann", small, 0);
        Process("ann", large, seconds);
        Assert.Equal(isFraud ? [new(new(Nine.AddSeconds(seconds), "ann", large))] : [], _harness.TakeOutput());
    }

    [Fact]
    public void An_ordinary_amount_between_them_clears_the_account()
    {
        Process("ann", 0.5m, 0);
        Process("ann", 20, 10);
        Assert.Empty(_harness.Timers);
        Process("ann", 600, 20);
        Assert.Empty(_harness.TakeOutput());
    }

    [Fact]
    public void The_last_of_several_small_amounts_counts()
    {
        Process("ann", 0.5m, 0);
        Process("ann", 0.6m, 50);
        Assert.Equal([new("ann", Nine.AddSeconds(110), TimerKind.EventTime)], _harness.Timers);
        Process("ann", 600, 100);
        Assert.Single(_harness.TakeOutput());
    }

    [Fact]
    public void Accounts_have_nothing_to_do_with_each_other()
    {
        Process("ann", 0.5m, 0);
        Process("bob", 600, 10);
        Assert.Empty(_harness.TakeOutput());
    }

    [Fact]
    public void The_timer_clears_the_account()
    {
        Process("ann", 0.5m, 0);
        Assert.Equal(Nine, _harness.GetState<DateTimeOffset?>("SmallAt", "ann"));
        _harness.AdvanceWatermark(Nine.AddSeconds(59));
        Assert.Equal(Nine, _harness.GetState<DateTimeOffset?>("SmallAt", "ann"));
        _harness.AdvanceWatermark(Nine.AddSeconds(60));
        Assert.Null(_harness.GetState<DateTimeOffset?>("SmallAt", "ann"));
        Assert.Equal(0, _harness.CountEntries());
    }

    [Fact]
    public async Task A_suspicion_survives_a_restart()
    {
        Process("ann", 0.5m, 0);
        var snapshot = await _harness.SnapshotAsync(TestContext.Current.CancellationToken);
        await using var restarted = await OperatorHarness.OpenAsync(
            new FraudDetector(), new() { Backend = backend.Create(), Restore = [snapshot] }, TestContext.Current.CancellationToken);
        restarted.Process("ann", new(Nine.AddSeconds(1), "ann", 600), Nine.AddSeconds(1));
        Assert.Single(restarted.TakeOutput());
        Assert.Empty(restarted.Timers);
    }

    [Fact]
    public async Task The_pipeline_is_exactly_once() => Assert.Equal(20, await PipelineHarness.VerifyExactlyOnceAsync(
        harness => FraudDetector.Detect(harness.CreateSource(FraudProgramTests.Transactions), harness.CreateSink<Alert>()),
        new() { Backend = backend.Create(), Parallelism = 2 },
        TestContext.Current.CancellationToken));

    private void Process(string account, decimal amount, int seconds)
    {
        var time = Nine.AddSeconds(seconds);
        _harness.Process(account, new(time, account, amount), time);
    }
}
