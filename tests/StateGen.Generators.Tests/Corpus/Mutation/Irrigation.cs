namespace Corpus.Mutation.Irrigation;

public enum FieldAction
{
    Moisture,
    Rain,
    Open,
    Close,
    Plan,
    Skip,
    Season,
}

public sealed record FieldReport(FieldAction Action, int Zone, double Value, DateOnly Day);

public sealed record Advice(int Zone, double Liters);

public sealed class Valve
{
    public int Zone { get; set; }

    public bool Open { get; set; }

    public double Liters { get; set; }

    public List<DateOnly> Openings { get; set; } = [];
}

public sealed class Zone
{
    public double Moisture { get; set; }

    public Queue<double> Trend { get; set; } = new();

    public Valve? Main { get; set; }

    public List<Valve> Side { get; set; } = [];
}

public sealed class Schedule
{
    public SortedDictionary<DateOnly, double> Days { get; set; } = [];

    public HashSet<int> Skipped { get; set; } = [];

    public int Revision { get; set; }

    public void Move(DateOnly from, DateOnly to)
    {
        if (Days.Remove(from, out var liters))
            Days[to] = liters;
        Revision++;
    }
}

/// <summary>Decides when the zones of a field are watered.</summary>
[Operator("mutation.irrigation")]
internal sealed partial class Irrigation(double targetMoisture) : KeyedOperator<string, FieldReport, Advice>
{
    private const int TrendLength = 12;

    private readonly double _targetMoisture = targetMoisture;

    [State(Copy = true), Ttl(Days = 200)] private partial MapState<int, Zone> Zones { get; }

    [State(Copy = true)] private partial Schedule? Plan { get; set; }

    [State(Copy = true)] private partial double[]? RainByMonth { get; set; }

    [State(Copy = true)] private partial List<Valve>? Valves { get; set; }

    [State] private partial double RainTotal { get; set; }

    protected override void OnEvent(FieldReport value, OperatorContext<Advice> context)
    {
        switch (value.Action)
        {
            case FieldAction.Moisture:
                Measure(value, context);
                break;
            case FieldAction.Rain:
                AddRain(value);
                break;
            case FieldAction.Open or FieldAction.Close:
                Turn(value);
                break;
            case FieldAction.Plan:
                Replan(value, context);
                break;
            case FieldAction.Skip:
                SkipZone(value.Zone);
                break;
            case FieldAction.Season:
                BeginSeason();
                break;
        }
    }

    private void Measure(FieldReport report, OperatorContext<Advice> context)
    {
        var zone = Zones.GetValueOrDefault(report.Zone);
        if (zone is null)
        {
            Zones[report.Zone] = new Zone { Moisture = report.Value };
            return;
        }

        zone.Moisture = report.Value;
        zone.Trend.Enqueue(report.Value); // expect: SG2007
        if (zone.Trend.Count < TrendLength)
            return;

        var falling = zone.Trend.First() > report.Value;
        while (zone.Trend.Count > TrendLength)
            zone.Trend.Dequeue();
        Zones[report.Zone] = zone;
        if (falling && report.Value < _targetMoisture)
            context.Emit(new Advice(report.Zone, Deficit(zone)));
    }

    private double Deficit(Zone zone) => (_targetMoisture - zone.Moisture) * 10;

    private void AddRain(FieldReport report)
    {
        RainTotal += report.Value;
        var rain = RainByMonth;
        if (rain == null)
        {
            rain = new double[12];
            RainByMonth = rain;
        }

        rain[report.Day.Month - 1] += report.Value; // expect: SG2007
    }

    private void Turn(FieldReport report)
    {
        if (!Zones.TryGetValue(report.Zone, out var zone))
            return;

        var open = report.Action == FieldAction.Open;
        if (zone.Main is { } main)
        {
            main.Open = open;
            main.Liters += report.Value; // expect: SG2007
        }
        else
        {
            zone.Main = new Valve { Zone = report.Zone, Open = open };
            Zones[report.Zone] = zone;
        }

        try
        {
            if (open)
                Validate(report);
        }
        finally
        {
            foreach (var side in Zones[report.Zone].Side)
                side.Open = open; // expect: SG2007
        }
    }

    private static void Validate(FieldReport report)
    {
        if (report.Value < 0)
            throw new ArgumentOutOfRangeException(nameof(report), report.Value, "Negative amount of water.");
    }

    private void Replan(FieldReport report, OperatorContext<Advice> context)
    {
        var plan = Plan ??= new Schedule();
        if (plan.Days.TryAdd(report.Day, report.Value))
        {
            plan.Revision++; // expect: SG2007
            context.Emit(new Advice(report.Zone, report.Value));
            return;
        }

        var wet = RainTotal > 30;
        if (wet)
            plan.Move(report.Day, report.Day.AddDays(2));
        else
            plan.Days[report.Day] += report.Value;
        Plan = plan;

        if (plan.Revision > 50)
        {
            plan.Revision = 0; // expect: SG2007
        }
    }

    private void SkipZone(int number)
    {
        Plan?.Skipped.Add(number); // expect: SG2007
        Valves?.Find(valve => valve.Zone == number)?.Open = false; // expect: SG2007
        if (Zones.TryGetValue(number, out var zone))
        {
            zone.Trend.Clear();
            Zones[number] = zone;
        }
    }

    private void BeginSeason()
    {
        RainTotal = 0;
        Array.Clear(RainByMonth ?? []); // expect: SG2007
        foreach (var (number, zone) in Zones.ToArray())
        {
            zone.Trend = new Queue<double>();
            zone.Main?.Openings.Clear();
            Zones[number] = zone;
        }

        var valves = Valves ?? [];
        for (var i = valves.Count - 1; i >= 0; i--)
        {
            if (valves[i].Liters > 0)
                continue;
            valves.RemoveAt(i); // expect: SG2007
        }
    }
}
