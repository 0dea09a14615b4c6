using System.Collections.Immutable;
using System.Text;
using StateGen.Keys;

namespace StateGen.Conformance.Tests.Oracle;

/// <summary>What the operator must do on every backend, in plain dictionaries.</summary>
internal sealed class OracleModel : IKeyState
{
    public const int TimeToLive = 100;

    private readonly List<string> _output = [];
    private readonly List<string> _failures = [];
    private readonly ModelStates _states = new();
    private readonly ModelValue<long> _number;
    private readonly ModelValue<int?> _optional;
    private readonly ModelValue<string?> _text;
    private readonly ModelValue<decimal?> _price;
    private readonly ModelValue<long> _fading;
    private readonly ModelValue<string?> _fadingText;
    private readonly ModelValue<long> _refreshed;
    private readonly ModelValue<long> _eventTimed;
    private readonly ModelValue<long?> _sum;
    private readonly ModelValue<(long Count, long Sum)> _mean;
    private Content _content = Content.Empty;

    // During the final drain: timers registered meanwhile, which are kept.
    private ImmutableSortedSet<ModelTimer>? _kept;

    /// <param name="timeToLive">The time to live of the states that have one; tests of the oracle itself give a wrong one.</param>
    public OracleModel(long timeToLive = TimeToLive)
    {
        var (fading, refreshed) = (new ModelTtl(_states, timeToLive), new ModelTtl(_states, timeToLive) { IsRefreshed = true });
        var eventTimed = new ModelTtl(_states, timeToLive) { IsEventTime = true };
        _number = new(_states, "Number");
        _optional = new(_states, "Optional");
        _text = new(_states, "Text");
        _price = new(_states, "Price");
        _fading = new(_states, "Fading", fading);
        _fadingText = new(_states, "FadingText", fading);
        _refreshed = new(_states, "Refreshed", refreshed);
        _eventTimed = new(_states, "EventTimed", eventTimed);
        _sum = new(_states, "Sum", fading);
        _mean = new(_states, "Mean");
        SortedMap = new ModelSortedMap<long, string>(_states, "SortedMap");
        Map = new ModelMap<string, long?>(_states, "Map");
        Doubles = new ModelMap<double, int>(_states, "Doubles");
        FadingMap = new ModelMap<long, string>(_states, "FadingMap", fading);
        RefreshedMap = new ModelMap<long, string>(_states, "RefreshedMap", refreshed);
        List = new ModelList<long>(_states, "List");
        FadingList = new ModelList<string>(_states, "FadingList", fading);
        EventTimedList = new ModelList<long>(_states, "EventTimedList", eventTimed);
    }

    public int TimerCount => _content.Timers.Count + _content.ProcessingTimers.Count;

    public long Number
    {
        get => _number.Value;
        set => _number.Value = value;
    }

    public int? Optional
    {
        get => _optional.Value;
        set => _optional.Value = value;
    }

    public string? Text
    {
        get => _text.Value;
        set => _text.Value = value;
    }

    public decimal? Price
    {
        get => _price.Value;
        set => _price.Value = value;
    }

    public long Fading
    {
        get => _fading.Value;
        set => _fading.Value = value;
    }

    public string? FadingText
    {
        get => _fadingText.Value;
        set => _fadingText.Value = value;
    }

    public long Refreshed
    {
        get => _refreshed.Value;
        set => _refreshed.Value = value;
    }

    public long EventTimed
    {
        get => _eventTimed.Value;
        set => _eventTimed.Value = value;
    }

    public long? Sum => _sum.Value;

    public long? Mean => _mean.Value is { Count: > 0 } mean ? WholeMean.GetResult(mean) : null;

    public IOracleMap<string, long?> Map { get; }

    public IOracleMap<double, int> Doubles { get; }

    public IOracleMap<long, string> FadingMap { get; }

    public IOracleMap<long, string> RefreshedMap { get; }

    public IOracleSortedMap<long, string> SortedMap { get; }

    public IOracleList<long> List { get; }

    public IOracleList<string> FadingList { get; }

    public IOracleList<long> EventTimedList { get; }

    public void Process(Arrival arrival) => Run(arrival.Key, arrival.Timestamp, () =>
    {
        foreach (var command in arrival.Commands)
            command.ApplyTo(this);
    });

    public void AdvanceWatermark(long watermark)
    {
        if (watermark <= _content.Watermark)
            return;
        _content = _content with { Watermark = watermark };
        while (_content.Timers.Count > 0 && _content.Timers[0].Timestamp <= watermark)
        {
            var timer = _content.Timers[0];
            _content = _content with { Timers = _content.Timers.Remove(timer) };
            if (_kept is null)
                _states.EventNow = Math.Max(_states.EventNow, timer.Timestamp);
            Run(timer.Key, timer.Timestamp, () => Command.ApplyTimer(this, TimerKind.EventTime, timer.Timestamp));
        }

        if (_kept is null)
            _states.EventNow = Math.Max(_states.EventNow, watermark);
    }

    /// <summary>Lets processing time, which is the clock of times to live, go from timer to timer to a time, unless it is past it.</summary>
    public void AdvanceProcessingTime(long time)
    {
        var upTo = Math.Max(_states.Now, time);
        while (_content.ProcessingTimers.Count > 0 && _content.ProcessingTimers[0].Timestamp <= upTo)
        {
            var timer = _content.ProcessingTimers[0];
            _states.Now = Math.Max(_states.Now, timer.Timestamp);
            _content = _content with { ProcessingTimers = _content.ProcessingTimers.Remove(timer) };
            Run(timer.Key, recordTime: null, () => Command.ApplyTimer(this, TimerKind.ProcessingTime, timer.Timestamp));
        }

        _states.Now = upTo;
    }

    public void CompleteInput()
    {
        _kept = _content.Timers.Clear();
        AdvanceWatermark(long.MaxValue);
        _content = _content with { Timers = _kept };
        _kept = null;
    }

    /// <summary>Takes a snapshot.</summary>
    public Content Save() => _content with { States = _states.All, Clock = _states.Now };

    /// <summary>Begins again at a time, with a snapshot or without any state.</summary>
    public void Restore(Content? saved, long now)
    {
        _content = saved ?? Content.Empty;
        _states.All = _content.States;
        _states.Now = Math.Max(_content.Clock, now);
        _states.EventNow = _content.Watermark;
    }

    public string[] TakeOutput() => Take(_output);

    /// <summary>What has failed, and how.</summary>
    public string[] TakeFailures() => Take(_failures);

    public void AddToSum(long value) => _sum.Value = _sum.Value is { } sum ? WrappingSum.Reduce(sum, value) : value;

    public void ClearSum() => _sum.Value = null;

    public void AddToMean(long value) => _mean.Value = WholeMean.Add(_mean.Value, value);

    public void Clear() => _states.Clear();

    public void Register(long timestamp)
    {
        var timer = new ModelTimer(timestamp, _states.Key);
        if (_kept is not null && !_content.Timers.Contains(timer))
            _kept = _kept.Add(timer);
        else
            _content = _content with { Timers = _content.Timers.Add(timer) };
    }

    public void Delete(long timestamp)
    {
        var timer = new ModelTimer(timestamp, _states.Key);
        _content = _content with { Timers = _content.Timers.Remove(timer) };
        _kept = _kept?.Remove(timer);
    }

    public bool Contains(long timestamp) => Contains(_content.Timers, timestamp) || (_kept is not null && Contains(_kept, timestamp));

    public void RegisterProcessingTime(long timestamp) =>
        _content = _content with { ProcessingTimers = _content.ProcessingTimers.Add(new(timestamp, _states.Key)) };

    public void DeleteProcessingTime(long timestamp) =>
        _content = _content with { ProcessingTimers = _content.ProcessingTimers.Remove(new(timestamp, _states.Key)) };

    public bool ContainsProcessingTime(long timestamp) => Contains(_content.ProcessingTimers, timestamp);

    public void Emit(string value) => _output.Add($"{_states.Key}: {value}");

    private bool Contains(ImmutableSortedSet<ModelTimer> timers, long timestamp) => timers.Contains(new(timestamp, _states.Key));

    private static string[] Take(List<string> lines)
    {
        string[] taken = [.. lines];
        lines.Clear();
        return taken;
    }

    private void Run(string key, long? recordTime, Action record)
    {
        var (states, content, kept, emitted) = (_states.All, _content, _kept, _output.Count);
        _states.Key = key;
        _states.RecordTime = recordTime;
        try
        {
            record();
        }
        catch (Exception exception)
        {
            // A record may fail with any exception, as on a backend. The other side must fail with the same.
            (_states.All, _content, _kept) = (states, content, kept);
            _output.RemoveRange(emitted, _output.Count - emitted);
            _failures.Add($"{key}: {exception.GetType().Name}");
        }
    }

    /// <summary>Everything that a snapshot has.</summary>
    internal sealed record Content
    {
        public static Content Empty { get; } = new();

        public ImmutableDictionary<(string Key, string State), object> States { get; init; } =
            ImmutableDictionary<(string Key, string State), object>.Empty;

        public ImmutableSortedSet<ModelTimer> Timers { get; init; } = [];

        public ImmutableSortedSet<ModelTimer> ProcessingTimers { get; init; } = [];

        public long Watermark { get; init; } = ModelStates.BeforeWatermarks;

        public long Clock { get; init; } = long.MinValue;
    }
}

/// <summary>A timer. Timers fire in the order of time, then of key group, then of the bytes of the key.</summary>
internal sealed record ModelTimer(long Timestamp, string Key) : IComparable<ModelTimer>
{
    private int KeyGroup
    {
        get
        {
            var key = Key;
            return KeyGroups.Of(StringKeyCodec.Hash(in key), KeyGroups.DefaultMaxParallelism);
        }
    }

    public int CompareTo(ModelTimer? other)
    {
        var order = Timestamp.CompareTo(other!.Timestamp);
        if (order == 0)
            order = KeyGroup.CompareTo(other.KeyGroup);
        return order != 0 ? order : Encoding.UTF8.GetBytes(Key).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(other.Key));
    }
}
