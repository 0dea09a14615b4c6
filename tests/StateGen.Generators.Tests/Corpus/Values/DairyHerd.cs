using System.Text;

namespace Corpus.Values.DairyHerd;

public enum MilkingKind
{
    Morning,
    Evening,
    Robot,
}

public sealed record Milking(
    string Cow, MilkingKind Kind, double Litres, double Temperature, double Conductivity, string Stall, DateTimeOffset FinishedAt);

public sealed record Rating(string Cow, double Average, double Trend, string Advice);

public sealed class Chart
{
    public string Title { get; set; } = "";

    public double[] Values { get; set; } = [];

    public List<string> Legend { get; } = [];

    public IEnumerable<double>? Raw { get; set; }
}

/// <summary>Limits that the farm sets for all cows.</summary>
public sealed record HerdSettings(double MinLitres, double MaxTemperature, double MaxConductivity, TimeSpan Pause);

public interface IVetHotline
{
    void Notify(string cow, string text);
}

public sealed class Udder
{
    public Quarter FrontLeft { get; } = new();

    public Quarter RearRight { get; } = new();

    public sealed class Quarter
    {
        public double Conductivity { get; set; }

        public void Smooth(double value) => Conductivity = (Conductivity * 0.9) + (value * 0.1);
    }
}

/// <summary>
/// Rates the milk yield of each cow. The operator compares every milking with the previous one of the same kind,
/// watches the temperature of the milk and calls the vet when the conductivity rises.
/// </summary>
[Operator("values.dairyherd")]
public sealed partial class DairyHerd : KeyedOperator<string, Milking, Rating>
{
    private static readonly string[] AdviceByLevel = ["fine", "watch", "call vet"];

    private readonly HerdSettings _settings;
    private readonly IVetHotline _hotline;
    private readonly Udder _udder = new(); // expect: SG2001
    private readonly Dictionary<MilkingKind, double> _previousByKind = new(); // expect: SG2001
    private readonly LinkedList<double> _window = new(); // expect: SG2001
    private readonly StringBuilder _advice = new();
    private readonly bool[] _calledOnWeekday = new bool[7]; // expect: SG2001
    private (double Litres, DateTimeOffset At)? _best; // expect: SG2001
    private IEnumerable<double>? _warm;

    public DairyHerd(HerdSettings settings, IVetHotline hotline)
    {
        _settings = settings;
        _hotline = hotline;
    }

    [State] private partial double Average { get; set; }

    [State] private partial int Milkings { get; set; }

    [State, Ttl(Days = 10)] private partial ListState<double> Temperatures { get; }

    [State, Ttl(Days = 10)] private partial ListState<string> Stalls { get; }

    protected override void OnEvent(Milking milking, OperatorContext<Rating> context)
    {
        Milkings++;
        Average += (milking.Litres - Average) / Milkings;
        Temperatures.Add(milking.Temperature);
        Stalls.Add(milking.Stall);
        if (Milkings % 20 == 0)
            Stalls.Update(Stalls.TakeLast(20).ToList());

        var trend = Trend(milking);
        var level = Level(milking);
        if (level == 2)
            Call(milking);
        if (_best is not var (litres, _) || milking.Litres > litres)
            _best = (milking.Litres, milking.FinishedAt);

        if (level > 0 || trend < -0.2)
            context.Emit(new Rating(Key, Average, trend, Advise(level, trend)));
        if (Milkings == 1)
            context.Timers.RegisterEventTime(context.Timestamp + _settings.Pause);
    }

    protected override void OnTimer(FiredTimer timer, OperatorContext<Rating> context)
    {
        _warm = Temperatures.Where(static temperature => temperature > 38); // expect: SG2008
        var share = _warm.Count() / (double)Math.Max(1, Milkings);
        context.Emit(new Rating(Key, Average, share, AdviceByLevel[0]));
        context.Timers.RegisterEventTime(timer.Timestamp + _settings.Pause);
    }

    private double Trend(Milking milking)
    {
        var previous = _previousByKind.GetValueOrDefault(milking.Kind, milking.Litres);
        _previousByKind[milking.Kind] = milking.Litres;
        _window.AddLast(milking.Litres - previous);
        if (_window.Count > 7)
            _window.RemoveFirst();
        return _window.Sum() / Math.Max(1, previous);
    }

    private int Level(Milking milking)
    {
        var quarter = milking.Stall.StartsWith('L') ? _udder.FrontLeft : _udder.RearRight;
        quarter.Smooth(milking.Conductivity);
        return (quarter.Conductivity > _settings.MaxConductivity, milking.Temperature > _settings.MaxTemperature) switch
        {
            (true, true) => 2,
            (false, false) when milking.Litres >= _settings.MinLitres => 0,
            _ => 1,
        };
    }

    private void Call(Milking milking)
    {
        ref var called = ref _calledOnWeekday[(int)milking.FinishedAt.DayOfWeek];
        if (called)
            return;
        called = true;
        _hotline.Notify(Key, $"{milking.Temperature:F1} degrees in stall {milking.Stall}");
    }

    private string Advise(int level, double trend)
    {
        _advice.Clear().Append(AdviceByLevel[level]);
        if (trend < -0.2)
            _advice.Append(", yield falls by ").Append((-trend).ToString("P0"));
        return _advice.ToString();
    }
}

/// <summary>Draws the milkings of a cow.</summary>
[Operator("values.dairyherd.charts")]
public sealed partial class HerdCharts(HerdSettings settings) : KeyedOperator<string, Milking, Chart>
{
    [State, Ttl(Days = 10)] private partial ListState<double> Litres { get; }

    [State] private partial int Charts { get; set; }

    protected override void OnEvent(Milking milking, OperatorContext<Chart> context)
    {
        Litres.Add(milking.Litres);
        context.Timers.RegisterEventTime(context.Timestamp); // expect: SG2013
        if (milking.Litres >= settings.MinLitres)
            return;

        Charts++;
        var chart = Draw("low yield");
        context.Emit(chart); // expect: SG2014
        for (var i = 0; i < chart.Values.Length; i++)
            chart.Values[i] = Math.Round(chart.Values[i], 1);
    }

    protected override void OnTimer(FiredTimer timer, OperatorContext<Chart> context)
    {
        var chart = Draw("recent");
        switch (chart.Values.Length)
        {
            case 0:
                chart.Legend.Add("no data");
                context.Emit(chart);
                break;
            case < 5:
                context.Emit(new Chart { Title = Key, Raw = Litres.Select(static litres => litres * 1.03) }); // expect: SG2008
                break;
            default:
                context.Emit(chart); // expect: SG2014
                var legend = chart.Legend;
                legend.Add($"{chart.Values.Length} milkings");
                Litres.Clear();
                break;
        }
    }

    private Chart Draw(string title) => new() { Title = $"{Key} {title} {Charts}", Values = Litres.ToArray() };
}

[Operator("values.dairyherd.doses")]
public sealed partial class RobotDoses : KeyedOperator<string, Milking, string>
{
    [State] private partial int Robot { get; set; }

    protected override void OnEvent(Milking milking, OperatorContext<string> context) =>
        Register(milking.Kind == MilkingKind.Robot ? 1 : 0, context.Timers, context.Timestamp);

    protected override void OnTimer(FiredTimer timer, OperatorContext<string> context) => context.Emit($"{Key}: {Robot}");

    private void Register(int robots, TimerService timers, DateTimeOffset now)
    {
        Robot += robots;
        timers.RegisterEventTime(now); // expect: SG2013
    }
}
