using StateGen.TestKit.Pipelines;
using StateGen.Tests.Pipelines;

namespace StateGen.Tests.Operators;

/// <summary>What the operators of a test have gone through. Thread-safe.</summary>
internal sealed class LifecycleLog
{
    private readonly Lock _gate = new();
    private readonly List<string> _entries = [];
    private readonly List<OperatorOpenContext> _opened = [];

    public IReadOnlyList<string> Entries
    {
        get
        {
            lock (_gate)
                return [.. _entries];
        }
    }

    public IReadOnlyList<OperatorOpenContext> Opened
    {
        get
        {
            lock (_gate)
                return [.. _opened];
        }
    }

    public int CountOf(string entry) => Entries.Count(known => known == entry);

    public void Add(string entry)
    {
        lock (_gate)
            _entries.Add(entry);
    }

    public void AddOpened(OperatorOpenContext context)
    {
        lock (_gate)
            _opened.Add(context);
    }
}

/// <summary>Running totals of an operator that notes when it is opened and closed, and that a test lets fail there.</summary>
internal sealed class LoggingTotals(LifecycleLog log, Faults? faults = null) : TotalOperator<Reading, RunningTotal>("logging-totals")
{
#pragma warning disable SG2001 // The test observes one object.
    private string _state = "created";
#pragma warning restore SG2001

    /// <summary>Called when the operator is opened.</summary>
    public Func<OperatorOpenContext, CancellationToken, ValueTask>? Opening { get; init; }

    protected override async ValueTask OnOpenAsync(OperatorOpenContext context, CancellationToken cancellationToken)
    {
        Move("created", "opening");
        log.AddOpened(context);
        log.Add("opening");
        if (Opening is not null)
            await Opening(context, cancellationToken);
        await Task.Yield();
        faults?.Pass("open");
        Move("opening", "open");
        log.Add("opened");
    }

    protected override async ValueTask OnCloseAsync()
    {
        Move("open", "closed");
        log.Add("closed");
        await Task.Yield();
        faults?.Pass("close");
    }

    protected override void OnEvent(Reading value, OperatorContext<RunningTotal> context)
    {
        Move("open", "open");
        Count++;
        Sum += value.Value;
        context.Emit(new(Key, Count, Sum));
        faults?.Pass("operator");
    }

    /// <summary>Reads state where there is no key.</summary>
    public long ReadState() => Count;

    private void Move(string from, string to)
    {
        Assert.Equal(from, _state);
        _state = to;
    }
}
