namespace Corpus.Mutation.Reminders;

public sealed record Pill(string Name, int Dose, bool Taken);

public sealed class Box
{
    public Dictionary<string, int> Doses { get; set; } = [];

    public List<string> Missed { get; set; } = [];

    public DateTimeOffset? Next { get; set; }
}

[Operator("mutation.reminders")]
internal sealed partial class Reminders : KeyedOperator<string, Pill, string>
{
    private static readonly TimeSpan Interval = TimeSpan.FromHours(8);

    [State(Copy = true)] private partial Box? Box { get; set; }

    [State(Copy = true)] private partial List<string>? Refused { get; set; }

    [State] private partial bool Scheduled { get; set; }

    protected override void OnEvent(Pill value, OperatorContext<string> context)
    {
        if (!Scheduled)
        {
            Scheduled = true;
            context.Timers.RegisterEventTime(context.Timestamp + Interval);
        }

        using var names = (Box?.Missed ?? []).GetEnumerator();
        while (names.MoveNext())
        {
            if (names.Current != value.Name)
                continue;
            var box = Box!;
            box.Missed.Remove(value.Name); // expect: SG2007
            break;
        }

        if (!value.Taken)
        {
            var refused = Refused ?? [];
            try
            {
                Refused = refused;
            }
            finally
            {
                refused.Add(value.Name); // expect: SG2007
            }
        }
    }

    protected override void OnTimer(FiredTimer timer, OperatorContext<string> context)
    {
        Scheduled = false;
        if (Box is not { Doses.Count: > 0 } box)
            return;

        foreach (var (name, dose) in box.Doses)
        {
            if (dose > 0)
                context.Emit($"{Key}: take {dose} {name}");
            else
                box.Missed.Add(name);
        }

        box.Next = timer.Timestamp + Interval; // expect: SG2007
    }
}
