namespace Corpus.Values.RaceControl;

public sealed record Lap(string Driver, int Number, TimeSpan Time, double TyreTemperature);

public sealed class LapStats
{
    public int Laps { get; set; }

    public TimeSpan Total { get; set; }

    public TimeSpan Average => Laps == 0 ? TimeSpan.Zero : Total / Laps;
}

public sealed class Leader
{
    public string? Name { get; set; }

    public TimeSpan Best { get; set; } = TimeSpan.MaxValue;
}

public sealed class Board(string track)
{
    public string Track { get; } = track;

    public Leader Leader { get; } = new();

    public Dictionary<string, int> Positions { get; } = [];
}

public struct Band
{
    public double Low;
    public double High;

    public readonly double Spread => High - Low;

    public void Include(double value)
    {
        Low = Math.Min(Low, value);
        High = Math.Max(High, value);
    }
}

[Operator("values.racecontrol")]
public sealed partial class RaceControl : KeyedOperator<string, Lap, string>
{
    private readonly LapStats _stats = new(); // expect: SG2001
    private readonly Board _board; // expect: SG2001
    private Band _tyres; // expect: SG2001
    private Band _ambient; // expect: SG2001
    private readonly double _maxSpread;

    public RaceControl(string track, double maxSpread)
    {
        _board = new Board(track);
        _board.Positions["safety car"] = 0;
        _maxSpread = maxSpread;
        _ambient.Low = 10;
        _tyres.Low = double.MaxValue;
    }

    [State] private partial TimeSpan? Best { get; set; }

    protected override void OnEvent(Lap lap, OperatorContext<string> context)
    {
        _stats.Laps++;
        _stats.Total += lap.Time;
        if (lap.Time < _board.Leader.Best)
        {
            _board.Leader.Best = lap.Time;
            _board.Leader.Name = lap.Driver;
        }

        if (Best is not { } best || lap.Time < best)
        {
            Best = lap.Time;
            context.Emit($"{_board.Track}: {Key} improves to {lap.Time}, field average {_stats.Average}, led by {_board.Leader.Name}");
        }

        _tyres.High = Math.Max(_tyres.High, lap.TyreTemperature);
        _tyres.Low = Math.Min(_tyres.Low, lap.TyreTemperature);
        _ambient.Include(lap.TyreTemperature / 4);
        if (_tyres.Spread > _maxSpread + _ambient.Spread)
            context.Emit($"{Key}: tyres vary by {_tyres.Spread:F1} degrees");
    }
}
