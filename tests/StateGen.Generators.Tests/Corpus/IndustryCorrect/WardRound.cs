namespace Corpus.IndustryCorrect.WardRound;

public sealed record Vital(string Patient, string Kind, double Value, string Nurse);

public sealed record WardOptions(int AlarmThreshold, TimeSpan Quiet);

public interface IWardJournal : IDisposable
{
    void Close(string name, int threshold);

    ValueTask FlushAsync(IReadOnlyCollection<string> nurses);
}

public abstract class ClinicalOperator<TIn, TOut> : KeyedOperator<string, TIn, TOut>
    where TIn : class
{
    protected abstract string? Fingerprint { get; set; }

    protected abstract void Observe(TIn value, OperatorContext<TOut> context);

    protected override void OnEvent(TIn value, OperatorContext<TOut> context)
    {
        var fingerprint = value.ToString();
        if (fingerprint == Fingerprint)
            return;
        Fingerprint = fingerprint;
        Observe(value, context);
    }

    protected static DateTimeOffset Ceiling(DateTimeOffset time, TimeSpan step) =>
        new((time.UtcTicks / step.Ticks + 1) * step.Ticks, TimeSpan.Zero);
}

[Operator("industrycorrect.wardround")]
public sealed partial class WardRound : ClinicalOperator<Vital, IReadOnlyList<string>>, IDisposable, IAsyncDisposable
{
    private readonly IWardJournal _journal;
    private readonly WardOptions _options;
    private readonly Dictionary<string, Func<double, bool>> _isCritical;
    private readonly Func<int> _alarms;
    private bool _disposed;

    public WardRound(WardOptions options, IWardJournal journal)
    {
        _journal = journal;
        _options = options with { AlarmThreshold = Math.Max(1, options.AlarmThreshold) };
        _alarms = () => OpenAlarms;
        _isCritical = new(StringComparer.Ordinal)
        {
            ["pulse"] = value => value is < 40 or > 140,
            ["oxygen"] = value => value < 88 || (value < 92 && OpenAlarms > 0),
        };
        _isCritical.Add(nameof(Threshold), static _ => false);
        Reset();

        void Reset() => _journal.Close(nameof(OpenAlarms), _options.AlarmThreshold);
    }

    ~WardRound() => Dispose(disposing: false);

    [State] private partial int? Threshold { get; set; }

    [State] private partial int OpenAlarms { get; set; }

    [State] private partial string? Last { get; set; }

    [State, Ttl(Hours = 12)] private partial MapState<string, double> Latest { get; }

    [State, Ttl(Hours = 12)] private partial ListState<string> Remarks { get; }

    protected override string? Fingerprint
    {
        get => Last;
        set => Last = value;
    }

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    public async ValueTask DisposeAsync()
    {
        await _journal.FlushAsync([nameof(Latest)]);
        Dispose();
    }

    protected override void Observe(Vital value, OperatorContext<IReadOnlyList<string>> context)
    {
        Latest[value.Kind] = value.Value;
        if (!_isCritical.TryGetValue(value.Kind, out var critical) || !critical(value.Value))
            return;

        Remarks.Add($"{value.Kind}: {value.Value:0.0}");
        OpenAlarms++;
        if (_alarms() == 1)
            context.Timers.RegisterEventTime(Ceiling(context.Timestamp, _options.Quiet));
        if (OpenAlarms < (Threshold ?? _options.AlarmThreshold))
            return;
        Threshold = (Threshold ?? _options.AlarmThreshold) * 2;
        Escalate(context);
    }

    protected override void OnTimer(FiredTimer timer, OperatorContext<IReadOnlyList<string>> context)
    {
        if (OpenAlarms > 0)
            context.Emit(Remarks.Where(remark => remark.Length > 3).ToList());
        OpenAlarms = 0;
    }

    private void Escalate(OperatorContext<IReadOnlyList<string>> context)
    {
        List<string> lines = [.. Worst(Latest), $"{Key}: {OpenAlarms} alarms in a row"];
        context.Emit(lines);
        OpenAlarms = 0;
    }

    private static IEnumerable<string> Worst(MapState<string, double> latest) =>
        latest.OrderByDescending(entry => entry.Value).ThenBy(entry => entry.Key, StringComparer.Ordinal).Take(3).Select(entry => entry.Key);

    private void Dispose(bool disposing)
    {
        if (_disposed)
            return;
        _disposed = true;
        if (disposing)
            _journal.Dispose();
    }
}
