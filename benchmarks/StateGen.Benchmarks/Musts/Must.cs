using StateGen.Benchmarks.Musts.Experiments;

namespace StateGen.Benchmarks.Musts;

/// <summary>A claim about the engine that a measurement can refute: a figure of an experiment, or the ratio of two, and its limit.</summary>
internal sealed record Must
{
    private const double BareTableLimit = 3;
    private const double ShareOfBareTable = 0.6;

    private Must()
    {
    }

    public required string Name { get; init; }

    public required IExperiment Experiment { get; init; }

    /// <summary>Gets the figure, or the numerator of the ratio.</summary>
    public required string Figure { get; init; }

    /// <summary>Gets the denominator of the ratio; null for a figure that is not compared.</summary>
    public string? Denominator { get; init; }

    /// <summary>Gets figures that are subtracted from a figure that is not compared.</summary>
    public IReadOnlyList<string> Minus { get; init; } = [];

    public required double Limit { get; init; }

    /// <summary>Gets a value indicating whether the limit is the most, and not the least, that is allowed.</summary>
    public required bool IsMost { get; init; }

    public string Unit { get; init; } = "×";

    /// <summary>
    /// Gets the bare table of the same experiment. Where it is below three times the numerator's speed, the limit is 0.6 of what it reaches; null where the
    /// limit does not depend on the processor.
    /// </summary>
    public string? BareTable { get; init; }

    /// <summary>Creates a must by which a variant is at least a number of times as fast as a baseline.</summary>
    public static Must AtLeast(double limit, IExperiment experiment, string name, string variant, string baseline) =>
        new() { Name = name, Experiment = experiment, Figure = baseline, Denominator = variant, Limit = limit, IsMost = false };

    /// <summary>Creates a must by which the cost of a variant is at most a number of times that of a baseline.</summary>
    public static Must AtMost(double limit, IExperiment experiment, string name, string variant, string baseline) =>
        new() { Name = name, Experiment = experiment, Figure = variant, Denominator = baseline, Limit = limit, IsMost = true };

    /// <summary>Creates a must by which a figure is at most a number of units.</summary>
    public static Must AtMost(double limit, string unit, IExperiment experiment, string name, string figure) =>
        new() { Name = name, Experiment = experiment, Figure = figure, Limit = limit, IsMost = true, Unit = unit };

    public Verdict Judge(Series series)
    {
        var value = Denominator is null ? series.Difference(Figure, Minus) : series.Ratio(Figure, Denominator);
        if (BareTable is null)
            return new(this, value, Limit);
        var bare = series.Ratio(Figure, BareTable).Median;
        return new(this, value, bare < BareTableLimit ? ShareOfBareTable * bare : Limit) { Bare = bare };
    }
}

/// <summary>A must with what was measured.</summary>
internal sealed record Verdict(Must Must, Spread Value, double Limit)
{
    /// <summary>Gets the ratio of the bare table; null if the limit does not depend on it.</summary>
    public double? Bare { get; init; }

    public bool IsMet => Must.IsMost ? Value.Median <= Limit : Value.Median >= Limit;

    public override string ToString()
    {
        var range = $"{Number(Value.Median)}{Must.Unit} ({Number(Value.Least)} to {Number(Value.Most)}, {Value.Runs} {(Value.Runs == 1 ? "run" : "runs")})";
        var must = $"must {(Must.IsMost ? "≤" : "≥")} {Number(Limit)}{Must.Unit}{(Bare is { } bare ? $" (bare table {Number(bare)}×)" : "")}";
        return $"{Must.Name,-62} {range,-40} {must,-34} {(IsMet ? "met" : "missed")}";
    }

    private static string Number(double value) => value switch
    {
        >= 1000 => value.ToString("N0"),
        >= 100 => value.ToString("F0"),
        >= 10 => value.ToString("F1"),
        0 => "0",
        _ => value.ToString("F2"),
    };
}
