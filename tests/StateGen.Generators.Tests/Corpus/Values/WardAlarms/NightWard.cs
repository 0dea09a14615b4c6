namespace Corpus.Values.WardAlarms;

[Operator("values.wardalarms.night")]
public sealed partial class NightWard : KeyedOperator<string, Vital, Alarm>
{
    private static OperatorContext<Alarm>? s_lastContext;

    private readonly Escalation _escalation = new();
    private readonly Queue<OperatorContext<Alarm>> _pending = new();
    private WardView _view = new("night", null);

    [State, Ttl(Hours = 12)] private partial ListState<Vital> Vitals { get; }

    protected override void OnEvent(Vital vital, OperatorContext<Alarm> context)
    {
        Vitals.Add(vital);
        var timers = context.Timers;
        _escalation.Context = context; // expect: SG2008
        _escalation.Timers = timers; // expect: SG2008
        _escalation.Evidence = Vitals.SkipWhile(static earlier => earlier.Value < 100); // expect: SG2008
        _view = _view with { Timers = context.Timers }; // expect: SG2008
        _pending.Enqueue(context); // expect: SG2008
        s_lastContext = vital.Kind == "pulse" ? context : null; // expect: SG2008

        if (vital.Value > 200 && s_lastContext == context)
            context.Emit(new Alarm(Key, $"{_escalation.Evidence.Count()} high values, view of {_view.Ward}, {_pending.Count} pending"));
    }
}
