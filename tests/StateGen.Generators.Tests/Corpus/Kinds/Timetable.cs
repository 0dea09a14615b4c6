namespace Corpus.Kinds.Timetables;

public sealed record Departure(string Line, DateTimeOffset At, List<string> Stops);

public sealed record Delay(string Line, int Minutes);

/// <summary>A timetable of each line, in the order of time.</summary>
[Operator("kinds.timetable")]
public sealed partial class Timetable : KeyedOperator<string, Departure, Delay>
{
    [State(Copy = true), Ttl(Days = 2)] private partial SortedMapState<DateTimeOffset, List<string>> Stops { get; }
    [State] private partial SortedMapState<object, int> ByPlatform { get; } // expect: SG1013
    [State, Ttl(Days = 0)] private partial SortedMapState<int, int> Delays { get; } // expect: SG1011
    [State] private partial SortedMapState<int, int[]> Counts { get; } // expect: SG1010

    protected override void OnEvent(Departure departure, OperatorContext<Delay> context)
    {
        if (Stops.TryGetValue(departure.At, out var stops))
            stops.AddRange(departure.Stops); // expect: SG2007
        else
            Stops[departure.At] = departure.Stops;
        if (Stops.TryGetFirst(out var first))
            first.Value.Add("terminus"); // expect: SG2007
        Counts.Clear();
    }

    protected override void OnTimer(FiredTimer timer, OperatorContext<Delay> context)
    {
        foreach (var (_, stops) in Stops.From(timer.Timestamp))
            stops.Clear(); // expect: SG2007
    }
}

/// <summary>Removes what has departed, while it looks for it.</summary>
[Operator("kinds.departures")]
public sealed partial class Departures : KeyedOperator<string, Departure, Delay>
{
    [State] private partial SortedMapState<DateTimeOffset, int> Minutes { get; }

    protected override void OnEvent(Departure departure, OperatorContext<Delay> context)
    {
        Minutes[departure.At] = departure.Stops.Count;
        foreach (var (time, _) in Minutes) // expect: SG2009
        {
            if (time.Year < 2020)
                Minutes.RemoveRange(DateTimeOffset.MinValue, time);
        }
    }

    protected override void OnTimer(FiredTimer timer, OperatorContext<Delay> context)
    {
        var old = Minutes.UpTo(timer.Timestamp);
        foreach (var (_, minutes) in old) // expect: SG2009
        {
            context.Emit(new(Key, minutes));
            if (minutes == 0)
                old.RemoveAll();
        }
    }
}

/// <summary>Keeps every delay that there ever was.</summary>
[Operator("kinds.delays", Backend = typeof(MemoryBackend))]
public sealed partial class DelayHistory : KeyedOperator<string, Departure, Delay>
{
    [State] private partial SortedMapState<DateTimeOffset, int> History { get; } // expect: SG3003

    protected override void OnEvent(Departure departure, OperatorContext<Delay> context)
    {
        var known = History.After(departure.At).Count;
        History[departure.At] = (int)known;
        context.Emit(new(Key, (int)known));
    }
}
