using StateGen.Conformance.Tests.Probes;
using StateGen.TestKit;
using StateGen.TestKit.Backends;

namespace StateGen.Conformance.Tests;

/// <summary>The base of every topic: opens hosts on the backend under test and closes them all when the test ends.</summary>
public abstract class ConformanceTests(BackendUnderTest backend) : IDisposable
{
    private readonly List<IDisposable> _hosts = [];

    protected ManualTime Time { get; } = new();

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        foreach (var host in _hosts)
            host.Dispose();
        backend.Dispose();
        GC.SuppressFinalize(this);
    }

    protected OperatorHostOptions Options(params OperatorHostSnapshot[] restore) =>
        new() { Backend = backend.Create(), Time = Time, Restore = restore };

    protected async Task<OperatorHost<TKey, TIn, TOut>> OpenAsync<TKey, TIn, TOut>(
        KeyedOperator<TKey, TIn, TOut> keyedOperator, OperatorHostOptions? options = null)
        where TKey : notnull
    {
        return Own(await OperatorHost.OpenAsync(keyedOperator, options ?? Options(), Cancellation));
    }

    /// <summary>Closes a host when the test ends.</summary>
    protected THost Own<THost>(THost host)
        where THost : IDisposable
    {
        _hosts.Add(host);
        return host;
    }

    protected Task<OperatorHost<string, Action<Probe>, string>> OpenProbeAsync(OperatorHostOptions? options = null) =>
        OpenAsync(new Probe(), options);

    protected Task<OperatorHost<string, Action<Probe>, string>> RestoreProbeAsync(params OperatorHostSnapshot[] snapshots) =>
        OpenAsync(new Probe(), Options(snapshots));

    protected Task<OperatorHost<string, Action<AccumulatorProbe>, string>> OpenAccumulatorsAsync(params OperatorHostSnapshot[] snapshots) =>
        OpenAsync(new AccumulatorProbe(), Options(snapshots));

    protected Task<OperatorHost<string, Action<FadingProbe>, string>> OpenFadingAsync(params OperatorHostSnapshot[] snapshots) =>
        OpenAsync(new FadingProbe(), Options(snapshots));
}
