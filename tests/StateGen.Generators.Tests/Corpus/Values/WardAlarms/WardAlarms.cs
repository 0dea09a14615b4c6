namespace Corpus.Values.WardAlarms;

[Operator("values.wardalarms")]
public sealed partial class WardAlarms : KeyedOperator<string, Vital, Alarm>
{
    private OperatorContext<Alarm>? _context;
    private TimerService? _timers;
    private AlarmPublisher? _publisher;

    [State] private partial int Raised { get; set; }

    [State] private partial bool Waiting { get; set; }

    protected override void OnEvent(Vital vital, OperatorContext<Alarm> context)
    {
        _context = context; // expect: SG2008
        _timers = context.Timers; // expect: SG2008
        _publisher ??= new AlarmPublisher(context); // expect: SG2008
        if (vital.Value < 180)
            return;
        Raise(vital);
    }

    protected override void OnTimer(FiredTimer timer, OperatorContext<Alarm> context)
    {
        Waiting = false;
        if (Raised > 3)
            _publisher?.Publish(Key, $"{Raised} alarms until {timer.Timestamp:u}");
    }

    private void Raise(Vital vital)
    {
        Raised++;
        if (!Waiting)
        {
            Waiting = true;
            _timers!.RegisterEventTime(_context!.Timestamp.AddMinutes(15));
        }

        _context!.Emit(new Alarm(Key, $"{vital.Kind} {vital.Value}"));
    }
}
