namespace Corpus.ValuesCorrect.Turbines;

public sealed record Rotation(string Turbine, double Rpm, double Wind);

public sealed record TurbineState(double Peak, double LastRpm, int Samples)
{
    public static readonly TurbineState Initial = new(0, 0, 0);
}

public interface IJournal
{
    void Write(string line);
}

/// <summary>The part that all turbine operators share. The derived class owns the state.</summary>
public abstract class TurbineOperator<TOut> : KeyedOperator<string, Rotation, TOut>
{
    private readonly IJournal _journal;
    private readonly List<double> _candidates = [];

    protected TurbineOperator(IJournal journal, double limit)
    {
        _journal = journal;
        Limit = limit;
    }

    protected double Limit { get; }

    protected abstract TurbineState? Snapshot { get; set; }

    protected sealed override void OnEvent(Rotation value, OperatorContext<TOut> context)
    {
        var before = Snapshot ?? TurbineState.Initial;
        var after = before with { Peak = Math.Max(before.Peak, value.Rpm), LastRpm = value.Rpm, Samples = before.Samples + 1 };
        Snapshot = after;
        if (value.Rpm > Limit)
            _journal.Write($"{Key} exceeds {Limit}");
        Publish(before, after, context);
    }

    protected abstract void Publish(TurbineState before, TurbineState after, OperatorContext<TOut> context);

    protected double MedianOf(double a, double b, double c)
    {
        _candidates.Clear();
        _candidates.AddRange([a, b, c]);
        _candidates.Sort();
        return _candidates[1];
    }
}
