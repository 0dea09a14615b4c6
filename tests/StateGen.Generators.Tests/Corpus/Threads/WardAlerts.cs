using System.Collections.Concurrent;

namespace Corpus.Threads.WardAlerts;

public enum Vital
{
    Pulse,
    Oxygen,
}

public sealed record Measure(Vital Vital, int Value);

public sealed class AlertDesk
{
    public ConcurrentQueue<Action> Pending { get; } = new();

    public event EventHandler<int>? Acknowledged;

    public Func<Measure, bool>? Filter { get; set; }

    public void Acknowledge(int bed) => Acknowledged?.Invoke(this, bed);
}

public sealed class Note
{
    public required string Patient { get; init; }

    public Func<string>? Detail { get; set; }
}

[Operator("threads.ward-alerts")]
public sealed partial class WardAlertOperator(AlertDesk desk) : KeyedOperator<string, Measure, Note>
{
    [State] private partial int Low { get; set; }

    [State] private partial int? Worst { get; set; }

    [State] private partial bool Acknowledged { get; set; }

    protected override void OnEvent(Measure measure, OperatorContext<Note> context)
    {
        if (measure is not { Vital: Vital.Oxygen, Value: < 90 })
            return;

        Low++;
        Worst = Math.Min(Worst ?? measure.Value, measure.Value);
        var acknowledged = new EventHandler<int>((_, _) => Acknowledged = true); // expect: SG2006
        desk.Acknowledged += acknowledged;
        desk.Filter = IsWorse; // expect: SG2006

        var note = new Note { Patient = Key };
        note.Detail = () => $"worst {Worst}"; // expect: SG2006
        context.Emit(note);
    }

    protected override void OnTimer(FiredTimer timer, OperatorContext<Note> context)
    {
        var patient = Key;
        Action escalate = () =>
        {
            Console.WriteLine(patient);
            Low = 0; // expect: SG2006
        };
        desk.Pending.Enqueue(escalate);
    }

    private bool IsWorse(Measure measure) => measure.Value < Worst;
}

[Operator("threads.ward-alerts.rounds")]
public sealed partial class WardRounds(AlertDesk desk) : KeyedOperator<string, Measure, Lazy<int>>
{
    [State] private partial int Visits { get; set; }

    protected override void OnEvent(Measure measure, OperatorContext<Lazy<int>> context)
    {
        var visits = new Lazy<int>(() => Visits); // expect: SG2006
        context.Emit(visits);
        if (measure.Vital == Vital.Pulse)
            desk.Pending.Enqueue(Visit); // expect: SG2006
    }

    private void Visit() => Visits++;
}
