namespace Corpus.Mutation.StormWatch;

public sealed record Observation(string Station, double Wind, double Pressure, int Kind);

public sealed class Gust
{
    public double Speed { get; set; }

    public int Count { get; set; }
}

public sealed class StationDay
{
    public Gust Strongest { get; set; } = new();

    public List<Gust> Gusts { get; set; } = [];

    public double[] Pressures { get; set; } = new double[8];
}

public abstract class StationBase<TOut> : KeyedOperator<string, Observation, TOut>
{
    protected static void Note(StationDay day, Observation observation)
    {
        day.Gusts.Add(new Gust { Speed = observation.Wind, Count = 1 });
        if (observation.Wind > day.Strongest.Speed)
            day.Strongest = day.Gusts[^1];
    }

    protected static void Cap<T>(List<T> list, int length)
    {
        while (list.Count > length)
            list.RemoveAt(0);
    }
}

[Operator("mutation.storm-watch")]
internal sealed partial class StormWatch : StationBase<StationDay>
{
    [State(Copy = true)] private partial StationDay? Day { get; set; }

    [State(Copy = true), Ttl(Days = 7)] private partial MapState<string, StationDay> Neighbours { get; }

    [State(Copy = true), Ttl(Days = 7)] private partial ListState<Gust> All { get; }

    protected override void OnEvent(Observation value, OperatorContext<StationDay> context)
    {
        if (Day is not { } day)
        {
            Day = new StationDay();
            return;
        }

        switch (value.Kind)
        {
            case 0:
                Note(day, value); // expect: SG2007
                break;
            case 1:
                Note(day, value);
                Day = day;
                Cap(day.Gusts, 10); // expect: SG2007
                break;
            case 2:
                context.Emit(day); // expect: SG2014
                day.Strongest = new Gust();
                Day = day;
                break;
            case 3:
                var next = Neighbours.Values.OrderBy(other => other.Strongest.Speed).Last();
                next.Gusts[0].Count++; // expect: SG2007
                break;
            case 4:
                All.Last().Speed = value.Wind; // expect: SG2007
                break;
            case 5:
                foreach (var gust in day.Gusts)
                    gust.Count = 0; // expect: SG2007
                break;
            case 6:
                All.Add(day.Strongest);
                day.Strongest.Count++; // expect: SG2007
                break;
        }
    }
}

[Operator("mutation.storm-alarm")]
internal sealed partial class StormAlarm : StationBase<string>
{
    [State(Copy = true)] private partial Stack<double>? Winds { get; set; }

    [State(Copy = true)] private partial StationDay? Yesterday { get; set; }

    [State(Copy = true), Ttl(Days = 7)] private partial MapState<string, Gust> Records { get; }

    protected override void OnEvent(Observation value, OperatorContext<string> context)
    {
        var winds = Winds ?? new Stack<double>();
        do
        {
            if (winds.TryPop(out var last)) // expect: SG2007
                context.Emit($"{Key}: {last}");
        }
        while (winds.Count > 0 && value.Kind == 9);

        if (Records.TryGetValue(value.Station, out var record) && value.Wind > record.Speed)
        {
            (record.Speed, record.Count) = (value.Wind, 1); // expect: SG2007
            context.Emit($"{value.Station}: {value.Wind}");
        }

        Correct(value, Yesterday);
    }

    private static void Correct(Observation value, StationDay? day)
    {
        var pressures = day?.Pressures.Select(pressure => pressure - value.Pressure).ToArray() ?? [];
        Array.Sort(pressures);
    }
}
