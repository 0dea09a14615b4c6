namespace Corpus.Values.WardAlarms;

public sealed record Vital(string Patient, string Kind, double Value);

public sealed record Alarm(string Patient, string Text);

internal sealed class AlarmPublisher(OperatorContext<Alarm> context)
{
    public void Publish(string patient, string text) => context.Emit(new Alarm(patient, text));
}

internal sealed class Escalation
{
    public TimerService? Timers { get; set; }

    public OperatorContext<Alarm>? Context { get; set; }

    public IEnumerable<Vital>? Evidence { get; set; }

    public void Schedule(DateTimeOffset at) => Timers?.RegisterEventTime(at);
}

internal sealed record WardView(string Ward, TimerService? Timers);
