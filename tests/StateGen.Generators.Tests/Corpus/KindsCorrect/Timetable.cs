namespace Corpus.KindsCorrect.Timetables;

public sealed record Departure(string Line, DateTimeOffset At, List<string> Stops);

public sealed record Delay(string Line, int Minutes);

[Operator("kinds.correct.timetable")]
public sealed partial class Timetable : KeyedOperator<string, Departure, Delay>
{
    [State(Copy = true), Ttl(Days = 2)] private partial SortedMapState<DateTimeOffset, List<string>> Stops { get; }
    [State] private partial SortedMapState<DayOfWeek, int> ByDay { get; }
    [State] private partial SortedMapState<(int Hour, int Minute), int> Counts { get; }

    protected override void OnEvent(Departure departure, OperatorContext<Delay> context)
    {
        var stops = Stops.GetValueOrDefault(departure.At) ?? [];
        stops.AddRange(departure.Stops);
        Stops[departure.At] = stops;
        if (Stops.TryGetFirst(out var first))
        {
            first.Value.Add("terminus");
            Stops[first.Key] = first.Value;
        }

        ByDay[departure.At.DayOfWeek] = ByDay.GetValueOrDefault(departure.At.DayOfWeek) + 1;
        Counts[(departure.At.Hour, departure.At.Minute)] = stops.Count;
    }

    protected override void OnTimer(FiredTimer timer, OperatorContext<Delay> context)
    {
        foreach (var (_, stops) in Stops.UpTo(timer.Timestamp))
        {
            var sorted = stops.Order().ToList();
            sorted.RemoveAt(0);
            context.Emit(new(Key, sorted.Count));
        }

        Stops.UpTo(timer.Timestamp).RemoveAll();
        Counts.Clear();
    }
}
