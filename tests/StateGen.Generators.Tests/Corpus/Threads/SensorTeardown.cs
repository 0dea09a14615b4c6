using System.IO;

namespace Corpus.Threads.SensorTeardown;

public sealed record Sample(double Value);

[Operator("threads.sensor-teardown.dispose")]
public sealed partial class SampleWriter(TextWriter log) : KeyedOperator<string, Sample, double>, IDisposable
{
    [State] private partial double Sum { get; set; }

    [State] private partial int Count { get; set; }

    protected override void OnEvent(Sample sample, OperatorContext<double> context)
    {
        Sum += sample.Value;
        context.Emit(Sum / ++Count);
    }

    public void Dispose()
    {
        log.WriteLine($"sum {Sum}"); // expect: SG2002
        Flush(); // expect: SG2002
        Task.Run(() => Console.WriteLine(Count)); // expect: SG2005
        log.Dispose();
    }

    private void Flush()
    {
        if (Count > 0)
            log.Flush();
    }
}

[Operator("threads.sensor-teardown.explicit")]
public sealed partial class SampleCounter : KeyedOperator<string, Sample, int>, IDisposable, IAsyncDisposable
{
    [State] private partial int Count { get; set; }

    [State, Ttl(Days = 2)] private partial MapState<string, double> Peaks { get; }

    ~SampleCounter() => Console.WriteLine(Count); // expect: SG2002

    protected override void OnEvent(Sample sample, OperatorContext<int> context)
    {
        Peaks[Key] = sample.Value;
        context.Emit(++Count);
    }

    void IDisposable.Dispose()
    {
        Peaks.Clear(); // expect: SG2002
        GC.SuppressFinalize(this);
    }

    public async ValueTask DisposeAsync()
    {
        var last = Count; // expect: SG2002
        await Console.Out.WriteLineAsync($"{last}");
    }
}

[Operator("threads.sensor-teardown.pattern")]
public sealed partial class SamplePattern : KeyedOperator<string, Sample, int>, IDisposable
{
    private bool _disposed;

    [State] private partial int Count { get; set; }

    ~SamplePattern()
    {
        Close(); // expect: SG2002
    }

    protected override void OnEvent(Sample sample, OperatorContext<int> context) => context.Emit(++Count);

    public void Dispose()
    {
        if (_disposed)
            return;
        _disposed = true;
        Close(); // expect: SG2002
        GC.SuppressFinalize(this);
    }

    private void Close() => ClearState();
}

public abstract class DisposableOperator<TOut> : KeyedOperator<string, Sample, TOut>, IDisposable
{
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
    }
}

[Operator("threads.sensor-teardown.derived")]
public sealed partial class SampleDerived : DisposableOperator<int>
{
    [State] private partial int Count { get; set; }

    [State] private partial string? Last { get; set; }

    protected override void OnEvent(Sample sample, OperatorContext<int> context)
    {
        Last = Key;
        context.Emit(++Count);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            Console.WriteLine(Key); // expect: SG2002
        Last = null; // expect: SG2002
        base.Dispose(disposing);
    }
}

[Operator("threads.sensor-teardown.async")]
public sealed partial class SampleAsync : KeyedOperator<string, Sample, int>, IAsyncDisposable
{
    [State, Ttl(Days = 1)] private partial ListState<double> Values { get; }

    protected override void OnEvent(Sample sample, OperatorContext<int> context) => Values.Add(sample.Value);

    public ValueTask DisposeAsync()
    {
        Clean(); // expect: SG2002
        return ValueTask.CompletedTask;
    }

    private void Clean() => Values.Clear();
}
