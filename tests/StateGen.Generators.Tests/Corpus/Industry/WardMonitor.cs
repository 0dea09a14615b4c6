namespace Corpus.Industry.WardMonitor;

public sealed record Vital(string Patient, string Kind, double Value, string Nurse);

public sealed record WardOptions(int AlarmThreshold, TimeSpan Quiet);

public interface IWardJournal : IDisposable
{
    void Close(string bed, int openAlarms);

    ValueTask FlushAsync(IReadOnlyCollection<string> nurses);
}

/// <summary>Shared plumbing of the operators on a ward: duplicate suppression and quiet periods.</summary>
public abstract class ClinicalOperator<TIn, TOut> : KeyedOperator<string, TIn, TOut>
    where TIn : class
{
    private TIn? _previous; // expect: SG2001

    protected abstract void Observe(TIn value, OperatorContext<TOut> context);

    protected override void OnEvent(TIn value, OperatorContext<TOut> context)
    {
        if (value.Equals(_previous))
            return;
        _previous = value;
        Observe(value, context);
    }

    protected static DateTimeOffset Ceiling(DateTimeOffset time, TimeSpan step) =>
        new((time.UtcTicks / step.Ticks + 1) * step.Ticks, TimeSpan.Zero);
}

[Operator("industry.wardmonitor")]
public sealed partial class WardMonitor : ClinicalOperator<Vital, IEnumerable<string>>, IDisposable, IAsyncDisposable
{
    private readonly IWardJournal _journal;
    private readonly TimeSpan _quiet;
    private OperatorContext<IEnumerable<string>>? _current;

    public WardMonitor(WardOptions options, IWardJournal journal)
    {
        _journal = journal;
        _quiet = options.Quiet;
        Threshold = options.AlarmThreshold; // expect: SG2002
        ResetAlarms(); // expect: SG2002
    }

    ~WardMonitor() => Dispose(disposing: false);

    [State] private partial int? Threshold { get; set; }

    [State] private partial int OpenAlarms { get; set; }

    [State] private partial long LastAlarmTick { get; set; }

    [State, Ttl(Hours = 12)] private partial MapState<string, double> Latest { get; }

    [State, Ttl(Hours = 12)] private partial ListState<string> Remarks { get; }

    private HashSet<string> Nurses { get; } = new(StringComparer.OrdinalIgnoreCase); // expect: SG2001

    public MapState<string, double> LatestVitals => Latest; // expect: SG2008

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    public async ValueTask DisposeAsync()
    {
        _journal.Close(Key, 0); // expect: SG2002
        await _journal.FlushAsync(Nurses);
    }

    protected override void Observe(Vital value, OperatorContext<IEnumerable<string>> context)
    {
        _current = context; // expect: SG2008
        Nurses.Add(value.Nurse);
        Latest[value.Kind] = value.Value;

        var level = Classify(value);
        if (level is "normal")
        {
            OpenAlarms = 0;
            return;
        }

        Remarks.Add($"{value.Kind} {level}: {value.Value:0.0}");
        LastAlarmTick = Environment.TickCount64; // expect: SG2010
        if (++OpenAlarms == 1)
            context.Timers.RegisterEventTime(Ceiling(context.Timestamp, _quiet));
        if (OpenAlarms >= (Threshold ?? 3))
            Escalate(level);
    }

    protected override void OnTimer(FiredTimer timer, OperatorContext<IEnumerable<string>> context)
    {
        if (OpenAlarms > 0)
            context.Emit(Remarks.Where(remark => !remark.Contains("slightly", StringComparison.Ordinal))); // expect: SG2008
        OpenAlarms = 0;
    }

    private static string Classify(Vital vital) => vital switch
    {
        { Kind: "pulse", Value: < 40 or > 140 } => "critical",
        { Kind: "pulse", Value: < 50 or > 110 } => "slightly off",
        { Kind: "oxygen", Value: < 88 } => "critical",
        { Kind: "temperature", Value: > 39.5 } => "high",
        _ => "normal",
    };

    private void Escalate(string level)
    {
        _current?.Emit([$"{Key}: {level}, {OpenAlarms} alarms in a row"]);
        OpenAlarms = 0;
    }

    private void ResetAlarms()
    {
        OpenAlarms = 0;
        LastAlarmTick = 0;
    }

    private void Dispose(bool disposing)
    {
        if (disposing)
            _journal.Dispose();
    }
}
