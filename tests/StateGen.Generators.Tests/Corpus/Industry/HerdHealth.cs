namespace Corpus.Industry.HerdHealth;

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

[Operator("industry.herdhealth")]
public sealed partial class HerdHealth : KeyedOperator<int, Observation, IReadOnlyList<string>>
{
    private IEnumerator<KeyValuePair<string, int>>? _walk;

    [State(Copy = true)] private partial Checkup? Latest { get; set; }

    [State(Copy = true)] private partial LinkedList<string>? Queue { get; set; }

    [State(Copy = true), Ttl(Days = 60)] private partial MapState<string, HashSet<string>> Symptoms { get; }

    [State(Copy = true), Ttl(Days = 60)] private partial MapState<DateOnly, List<Dose>> Calendar { get; }

    [State, Ttl(Days = 60)] private partial MapState<string, int> MilkByCow { get; }

    [State, Ttl(Days = 60)] private partial ListState<int> MilkHistory { get; }

    protected override void OnEvent(Observation value, OperatorContext<IReadOnlyList<string>> context)
    {
        Latest ??= new Checkup { Cow = value.Cow };
        Latest.Vitals.Temperature = value.Temperature; // expect: SG2007

        if (!Symptoms.ContainsKey(value.Cow))
            Symptoms[value.Cow] = [];
        Symptoms.GetValueOrDefault(value.Cow)?.UnionWith(value.Symptom.Split(',', StringSplitOptions.RemoveEmptyEntries)); // expect: SG2007

        Prioritize(value);
        GiveDoses(DateOnly.FromDateTime(context.Timestamp.UtcDateTime));

        MilkByCow[value.Cow] = value.Milk;
        MilkHistory.Update(MilkHistory.Concat([value.Milk, (int)value.Temperature])); // expect: SG2012

        _walk = MilkByCow.GetEnumerator(); // expect: SG2008
        var weak = new List<string>();
        while (_walk.MoveNext())
        {
            if (_walk.Current.Value < 5)
                weak.Add(_walk.Current.Key);
        }
        if (weak.Count > 0)
        {
            context.Emit(weak); // expect: SG2014
            Trim(weak);
        }
        Cull();
    }

    private static void Trim(List<string> cows)
    {
        while (cows.Count > 10)
            cows.RemoveAt(cows.Count - 1);
    }

    private void Prioritize(Observation value)
    {
        if (Queue is not { First: { } head } queue)
        {
            Queue = new LinkedList<string>([value.Cow]);
            return;
        }

        if (value.Temperature < 39.5)
            return;
        for (var node = head; node is not null; node = node.Next)
        {
            if (node.Value != value.Cow)
                continue;
            queue.Remove(node);
            queue.AddFirst(node); // expect: SG2007
            break;
        }
    }

    private void GiveDoses(DateOnly today)
    {
        if (Calendar.GetValueOrDefault(today) is not [var first, .. var others])
            return;
        if (first.Given && others.TrueForAll(dose => dose.Given))
            Calendar.Remove(today);
        else
            first.Given = true; // expect: SG2007
    }

    private void Cull()
    {
        foreach (var (cow, milk) in MilkByCow) // expect: SG2009
        {
            if (milk > 0)
                continue;
            MilkByCow[cow] = -1;
        }

        foreach (var milk in MilkHistory) // expect: SG2009
        {
            if (milk < 0 && !MilkHistory.IsEmpty)
                Restart();
        }
    }

    private void Restart()
    {
        if (Queue is { Count: > 100 })
            Queue = null;
        MilkHistory.Clear();
    }
}
