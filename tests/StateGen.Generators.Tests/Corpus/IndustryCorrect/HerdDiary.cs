namespace Corpus.IndustryCorrect.HerdDiary;

public sealed record Observation(string Cow, string Symptom, double Temperature, int Milk);

public sealed class Vitals
{
    public double Temperature { get; set; }

    public int Milk { get; set; }
}

public sealed class Checkup
{
    public string Cow { get; set; } = "";

    public Vitals Vitals { get; set; } = new();
}

public sealed class Dose
{
    public string Drug { get; set; } = "";

    public bool Given { get; set; }
}

[Operator("industrycorrect.herddiary")]
public sealed partial class HerdDiary : KeyedOperator<int, Observation, IReadOnlyList<string>>
{
    private static readonly IReadOnlyDictionary<string, double> Limits = new Dictionary<string, double> { ["calf"] = 39.5, ["cow"] = 39.0 };

    [State(Copy = true)] private partial Checkup? Latest { get; set; }

    [State(Copy = true)] private partial LinkedList<string>? Queue { get; set; }

    [State(Copy = true), Ttl(Days = 60)] private partial MapState<string, HashSet<string>> Symptoms { get; }

    [State(Copy = true), Ttl(Days = 60)] private partial MapState<DateOnly, List<Dose>> Calendar { get; }

    [State, Ttl(Days = 60)] private partial MapState<string, int> MilkByCow { get; }

    [State, Ttl(Days = 60)] private partial ListState<int> MilkHistory { get; }

    protected override void OnEvent(Observation value, OperatorContext<IReadOnlyList<string>> context)
    {
        var latest = Latest ?? new Checkup { Cow = value.Cow };
        var vitals = latest.Vitals;
        (vitals.Temperature, vitals.Milk) = (value.Temperature, value.Milk);
        Latest = latest;

        var symptoms = Symptoms.GetValueOrDefault(value.Cow) ?? [];
        symptoms.UnionWith(value.Symptom.Split(',', StringSplitOptions.RemoveEmptyEntries));
        Symptoms[value.Cow] = symptoms;

        Prioritize(value);
        GiveDoses(DateOnly.FromDateTime(context.Timestamp.UtcDateTime));

        MilkByCow[value.Cow] = value.Milk;
        MilkHistory.AddRange([value.Milk, (int)value.Temperature]);

        var weak = new List<string>();
        using (var walk = MilkByCow.GetEnumerator())
        {
            while (walk.MoveNext())
            {
                if (walk.Current.Value < 5)
                    weak.Add(walk.Current.Key);
            }
        }
        if (weak.Count > 0)
        {
            Trim(weak);
            context.Emit(weak);
        }
        weak = Cull();
        weak.Reverse();
        context.Emit(weak);
    }

    private static void Trim(List<string> cows)
    {
        while (cows.Count > 10)
            cows.RemoveAt(cows.Count - 1);
    }

    private void Prioritize(Observation value)
    {
        var queue = Queue ?? new LinkedList<string>();
        var fever = value.Temperature >= Limits["cow"];
        for (var node = queue.First; node is not null; node = node.Next)
        {
            if (node.Value != value.Cow)
                continue;
            if (!fever)
                return;
            queue.Remove(node);
            break;
        }

        if (fever)
            queue.AddFirst(value.Cow);
        else
            queue.AddLast(value.Cow);
        Queue = queue;
    }

    private void GiveDoses(DateOnly today)
    {
        if (Calendar.GetValueOrDefault(today) is not [var first, .. var others] doses)
            return;
        if (first.Given && others.TrueForAll(dose => dose.Given))
        {
            Calendar.Remove(today);
            return;
        }
        first.Given = true;
        Calendar[today] = doses;
    }

    private List<string> Cull()
    {
        var dry = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (cow, milk) in MilkByCow)
        {
            if (milk > 0)
                continue;
            dry.Add(cow);
        }
        foreach (var cow in dry)
            MilkByCow.Remove(cow);

        foreach (var milk in MilkHistory)
        {
            if (milk >= 0)
                continue;
            MilkHistory.Clear();
            return [.. dry];
        }

        foreach (var (day, doses) in Calendar)
        {
            var pending = doses.Where(dose => !dose.Given).ToList();
            pending.Clear();
            if (day.Year < 2000)
            {
                Calendar.Remove(day);
                break;
            }
        }
        return [.. dry.Order(StringComparer.Ordinal)];
    }
}
