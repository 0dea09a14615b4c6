using System.IO;

namespace Corpus.ThreadsCorrect.QuietDisposal;

public sealed record Shipment(string Port, int Tons);

public abstract class LoggedOperator<TIn, TOut>(TextWriter log) : KeyedOperator<string, TIn, TOut>, IDisposable
{
    private bool _closed;

    ~LoggedOperator() => Dispose(false);

    protected TextWriter Log { get; } = log;

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
        if (_closed || !disposing)
            return;
        _closed = true;
        Log.Dispose();
    }
}

[Operator("threadscorrect.quiet-disposal")]
public sealed partial class Shipments(TextWriter log, int limit) : LoggedOperator<Shipment, int>(log)
{
    private static readonly Shipments Example = new(TextWriter.Null, 5) { Label = "example" };

    private readonly Lazy<int> _capacity = new(() => limit * 2);

    public string Label { get; init; } = nameof(Shipments);

    [State] private partial int Tons { get; set; }

    [State] private partial string? Port { get; set; }

    protected override void OnEvent(Shipment shipment, OperatorContext<int> context)
    {
        Port = shipment.Port;
        Tons += shipment.Tons;
        if (Tons > _capacity.Value)
            Reset(this);
        Log.WriteLine($"{Label} {Key} {Port}");
        context.Emit(Tons);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            Log.WriteLine(Example.Label);
        base.Dispose(disposing);
    }

    private static void Reset(Shipments shipments) => shipments.Tons = 0;
}

[Operator("threadscorrect.quiet-disposal.explicit")]
public sealed partial class Ports : KeyedOperator<string, Shipment, int>, IDisposable, IAsyncDisposable
{
    private readonly List<IDisposable> _owned;
    private readonly Func<Shipment, int> _rate;

    public Ports(IEnumerable<IDisposable> owned, bool metric)
    {
        _owned = owned.ToList();
        _rate = metric ? Metric : Imperial;
        var self = this;
        Console.WriteLine(self._owned.Count);

        int Metric(Shipment shipment) => shipment.Tons + Visits;
        int Imperial(Shipment shipment) => (int)(shipment.Tons * 1.1) + Visits;
    }

    [State] private partial int Visits { get; set; }

    void IDisposable.Dispose() => _owned.ForEach(one => one.Dispose());

    async ValueTask IAsyncDisposable.DisposeAsync()
    {
        foreach (var one in _owned)
        {
            if (one is IAsyncDisposable disposable)
                await disposable.DisposeAsync();
        }
    }

    protected override void OnEvent(Shipment shipment, OperatorContext<int> context)
    {
        Visits++;
        context.Emit(_rate(shipment));
    }
}
