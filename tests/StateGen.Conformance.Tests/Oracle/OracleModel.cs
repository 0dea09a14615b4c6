using System.Collections.Immutable;
using StateGen.Keys;

namespace StateGen.Conformance.Tests.Oracle;

/// <summary>What the operator must do, in plain dictionaries.</summary>
internal sealed class OracleModel : IKeyState
{
    public const int TimeToLive = 100;

    private readonly List<string> _output = [];
    private ImmutableDictionary<string, KeyModel> _keys = ImmutableDictionary.Create<string, KeyModel>(StringComparer.Ordinal);

    // In the order in which they fire.
    private ImmutableSortedSet<(long Timestamp, int KeyGroup, string Key)> _timers = [];
    private ImmutableSortedSet<(long Timestamp, int KeyGroup, string Key)> _processingTimers = [];
    private string _key = "";
    private long _now;
    private long _watermark = long.MinValue;

    // During the final drain: timers registered meanwhile, which are kept.
    private ImmutableSortedSet<(long Timestamp, int KeyGroup, string Key)>? _kept;

    public int TimerCount => _timers.Count + _processingTimers.Count;

    public long Number
    {
        get => Current.Number;
        set => Current = Current with { Number = value };
    }

    public int? Optional
    {
        get => Current.Optional;
        set => Current = Current with { Optional = value };
    }

    public string? Text
    {
        get => Current.Text;
        set => Current = Current with { Text = value };
    }

    public long Fading
    {
        get => Current.Fading is { } written && written.IsLive(_now) ? written.Value : 0;
        set => Current = Current with { Fading = new(value, _now) };
    }

    public IEnumerable<KeyValuePair<string, long?>> Map => Current.Map;

    public IEnumerable<KeyValuePair<long, string>> FadingMap =>
        Current.FadingMap.Where(entry => entry.Value.IsLive(_now)).Select(entry => KeyValuePair.Create(entry.Key, entry.Value.Value));

    public IEnumerable<long> List => Current.List;

    public IEnumerable<string> FadingList => Current.FadingList.Where(element => element.IsLive(_now)).Select(element => element.Value);

    private KeyModel Current
    {
        get => _keys.GetValueOrDefault(_key, KeyModel.Empty);
        set => _keys = _keys.SetItem(_key, value);
    }

    public void Process(string key, Command[] commands) => Run(key, () =>
    {
        foreach (var command in commands)
            command.ApplyTo(this);
    });

    public void AdvanceWatermark(long watermark)
    {
        if (watermark <= _watermark)
            return;
        _watermark = watermark;
        while (_timers.Count > 0 && _timers[0].Timestamp <= watermark)
        {
            var timer = _timers[0];
            _timers = _timers.Remove(timer);
            Run(timer.Key, () => Command.ApplyTimer(this, TimerKind.EventTime, timer.Timestamp));
        }
    }

    public void AdvanceProcessingTime(long now)
    {
        while (_processingTimers.Count > 0 && _processingTimers[0].Timestamp <= now)
        {
            var timer = _processingTimers[0];
            _now = Math.Max(_now, timer.Timestamp);
            _processingTimers = _processingTimers.Remove(timer);
            Run(timer.Key, () => Command.ApplyTimer(this, TimerKind.ProcessingTime, timer.Timestamp));
        }

        _now = now;
    }

    public void CompleteInput()
    {
        _kept = _timers.Clear();
        AdvanceWatermark(long.MaxValue);
        _timers = _kept;
        _kept = null;
    }

    public string[] TakeOutput()
    {
        string[] output = [.. _output];
        _output.Clear();
        return output;
    }

    public void Put(string key, long? value) => Current = Current with { Map = Current.Map.SetItem(key, value) };

    public bool Remove(string key)
    {
        var found = Current.Map.ContainsKey(key);
        Current = Current with { Map = Current.Map.Remove(key) };
        return found;
    }

    public void RemoveNegatives() => Current = Current with { Map = Current.Map.RemoveRange(Current.Map.Where(entry => entry.Value < 0).Select(entry => entry.Key)) };

    public void ClearMap() => Current = Current with { Map = Current.Map.Clear() };

    public void PutFading(long key, string value) => Current = Current with { FadingMap = Current.FadingMap.SetItem(key, new(value, _now)) };

    public bool RemoveFading(long key)
    {
        var found = Current.FadingMap.TryGetValue(key, out var written) && written.IsLive(_now);
        Current = Current with { FadingMap = Current.FadingMap.Remove(key) };
        return found;
    }

    public void Append(long element) => Current = Current with { List = Current.List.Add(element) };

    public void Replace(long[] elements) => Current = Current with { List = [.. elements] };

    public void AppendFading(string element) => Current = Current with { FadingList = Current.FadingList.Add(new(element, _now)) };

    public void Clear() => Current = KeyModel.Empty;

    public void Register(long timestamp)
    {
        if (_kept is not null && !_timers.Contains(At(timestamp)))
            _kept = _kept.Add(At(timestamp));
        else
            _timers = _timers.Add(At(timestamp));
    }

    public void Delete(long timestamp)
    {
        _timers = _timers.Remove(At(timestamp));
        _kept = _kept?.Remove(At(timestamp));
    }

    public bool Contains(long timestamp) => _timers.Contains(At(timestamp)) || (_kept?.Contains(At(timestamp)) ?? false);

    public void RegisterProcessingTime(long timestamp) => _processingTimers = _processingTimers.Add(At(timestamp));

    public void DeleteProcessingTime(long timestamp) => _processingTimers = _processingTimers.Remove(At(timestamp));

    public bool ContainsProcessingTime(long timestamp) => _processingTimers.Contains(At(timestamp));

    public void Emit(string value) => _output.Add($"{_key}: {value}");

    private (long Timestamp, int KeyGroup, string Key) At(long timestamp) => (timestamp, KeyGroups.Of(StringKeyCodec.Hash(in _key), KeyGroups.DefaultMaxParallelism), _key);

    private void Run(string key, Action record)
    {
        var (keys, timers, processingTimers, kept, emitted) = (_keys, _timers, _processingTimers, _kept, _output.Count);
        _key = key;
        try
        {
            record();
        }
        catch (DeliberateException)
        {
            (_keys, _timers, _processingTimers, _kept) = (keys, timers, processingTimers, kept);
            _output.RemoveRange(emitted, _output.Count - emitted);
        }
    }
}
