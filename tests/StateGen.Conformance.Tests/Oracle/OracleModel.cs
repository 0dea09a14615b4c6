using System.Collections.Immutable;
using System.Text;
using StateGen.Keys;

namespace StateGen.Conformance.Tests.Oracle;

/// <summary>What the operator must do on every backend, in plain dictionaries.</summary>
internal sealed class OracleModel : IKeyState
{
    public const int TimeToLive = 100;

    /// <summary>What stands for the key of a broadcast event.</summary>
    public const string Broadcasts = "broadcast";

    private readonly List<(int Subtask, string Line)> _output = [];
    private readonly List<(int Subtask, string Line)> _failures = [];
    private readonly OracleNotes _notes;
    private readonly ModelStates _states;
    private readonly ModelValue<long> _number;
    private readonly ModelValue<int?> _optional;
    private readonly ModelValue<string> _text;
    private readonly ModelValue<decimal?> _price;
    private Content _content = Content.Empty;

    // During the final drain: timers registered meanwhile, which are kept.
    private ImmutableSortedSet<ModelTimer>? _kept;

    /// <param name="options">The options of the sets of states that the program uses.</param>
    /// <param name="notes">What the operators have seen.</param>
    /// <param name="timeToLive">The time to live of the states that have one; tests of the oracle itself give a wrong one.</param>
    public OracleModel(IEnumerable<OracleOptions> options, OracleNotes notes, long timeToLive = TimeToLive)
    {
        _notes = notes;
        _states = new(notes);
        _number = new(_states, "Number");
        _optional = new(_states, "Optional");
        _text = new(_states, "Text");
        _price = new(_states, "Price");
        Map = new ModelMap<string, long?>(_states, "Map");
        Doubles = new ModelMap<double, int>(_states, "Doubles");
        List = new ModelList<long>(_states, "List");
        Windows = new ModelWindows(_states, "Windows", this, Postpone, areSessions: false);
        Sessions = new ModelWindows(_states, "Sessions", this, Postpone, areSessions: true);
        Split = new ModelOperatorList<long>(() => _states.Current.Split, list => _states.Current = _states.Current with { Split = list });
        Union = new ModelOperatorList<string>(() => _states.Current.Union, list => _states.Current = _states.Current with { Union = list });
        Shared = new ModelBroadcast(_states);
        Sets = [.. options.Select(chosen => CreateSet(chosen, timeToLive))];
    }

    public int TimerCount => _content.Timers.Count + _content.ProcessingTimers.Count;

    /// <summary>The number of subtasks.</summary>
    public int Parallelism => _states.Subtasks.Length;

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

    public IOracleMap<string, long?> Map { get; }

    public IOracleMap<double, int> Doubles { get; }

    public IOracleList<long> List { get; }

    public IOracleWindows Windows { get; }

    public IOracleWindows Sessions { get; }

    public IReadOnlyList<OracleStates> Sets { get; }

    public IOracleOperatorList<long> Split { get; }

    public IOracleOperatorList<string> Union { get; }

    public IOracleBroadcast Shared { get; }

    /// <summary>Finds the subtask that has a key.</summary>
    public int OwnerOf(string key)
    {
        var group = KeyGroups.Of(StringKeyCodec.Hash(in key), KeyGroups.DefaultMaxParallelism);
        return KeyGroups.SubtaskOf(group, KeyGroups.DefaultMaxParallelism, Parallelism);
    }

    public void Process(Arrival arrival) => Run(arrival.Key, arrival.Timestamp, () => Apply(arrival.Commands));

    /// <summary>Processes a broadcast event on every subtask, and visits the keys of each if it asks for it.</summary>
    public void Broadcast(Announcement announcement)
    {
        for (var subtask = 0; subtask < Parallelism; subtask++)
        {
            var isProcessed = Run(subtask, Broadcasts, announcement.Timestamp, () =>
            {
                foreach (var command in announcement.Commands)
                    command.ApplyTo(this);
            });
            if (isProcessed && announcement.KeyCommands is { } commands)
                Visit(subtask, announcement.Timestamp, commands);
        }
    }

    /// <summary>Returns the keys of a subtask that have state, in no order.</summary>
    public string[] KeysOf(int subtask) => [.. _states.FindLiveKeys().Where(key => OwnerOf(key) == subtask)];

    /// <summary>Returns the timers of a subtask in the order in which they fire, kind by kind.</summary>
    public string[] TimersOf(int subtask) =>
    [
        .. _content.Timers.Where(timer => OwnerOf(timer.Key) == subtask).Select(timer => $"{TimerKind.EventTime} {timer.Timestamp} {timer.Key}"),
        .. _content.ProcessingTimers.Where(timer => OwnerOf(timer.Key) == subtask).Select(timer => $"{TimerKind.ProcessingTime} {timer.Timestamp} {timer.Key}"),
    ];

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
            _states.CurrentWatermark = Math.Max(_states.CurrentWatermark, timer.Timestamp);
            Run(timer.Key, timer.Timestamp, () => Command.ApplyTimer(this, TimerKind.EventTime, timer.Timestamp));
        }

        _states.CurrentWatermark = watermark;
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
    public Content Save() => _content with { States = _states.All, Subtasks = _states.Subtasks, Clock = _states.Now };

    /// <summary>Begins again at a time, with a snapshot or without any state.</summary>
    public void Restore(Content? saved, long now, int parallelism)
    {
        _content = saved ?? Content.Empty;
        _states.All = _content.States;
        _states.Subtasks = ModelSubtask.Redistribute(_content.Subtasks, parallelism);
        _states.Now = Math.Max(_content.Clock, now);
        _states.EventNow = _states.CurrentWatermark = _content.Watermark;
    }

    public ILookup<int, string> TakeOutput() => Take(_output);

    /// <summary>What has failed, and how.</summary>
    public ILookup<int, string> TakeFailures() => Take(_failures);

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

    public void Emit(string value) => _output.Add((_states.Subtask, $"{_states.Key}: {value}"));

    private void Postpone(long timestamp) => _content = _content with { Timers = _content.Timers.Add(new(timestamp, _states.Key)) };

    private bool Contains(ImmutableSortedSet<ModelTimer> timers, long timestamp) => timers.Contains(new(timestamp, _states.Key));

    private static ILookup<int, string> Take(List<(int Subtask, string Line)> lines)
    {
        var taken = lines.ToArray().ToLookup(static line => line.Subtask, static line => line.Line);
        lines.Clear();
        return taken;
    }

    private OracleStates CreateSet(OracleOptions options, long milliseconds)
    {
        var timeToLive = options.IsPermanent ? null : new ModelTtl(_states, milliseconds, options);
        return new(options)
        {
            Number = new ModelValue<long>(_states, $"{options.Name}.Number", timeToLive),
            Text = new ModelValue<string>(_states, $"{options.Name}.Text", timeToLive),
            Sum = new ModelAccumulator<long>(_states, $"{options.Name}.Sum", timeToLive, static value => value, WrappingSum.Reduce, static sum => sum),
            Mean = new ModelAccumulator<(long Count, long Sum)>(
                _states, $"{options.Name}.Mean", timeToLive, static value => (1, value), WholeMean.Add, WholeMean.GetResult),
            Map = new ModelMap<long, string>(_states, $"{options.Name}.Map", timeToLive),
            Sorted = new ModelSortedMap<long, string>(_states, $"{options.Name}.Sorted", timeToLive),
            Numbers = new ModelList<long>(_states, $"{options.Name}.Numbers", timeToLive),
            Texts = new ModelList<string>(_states, $"{options.Name}.Texts", timeToLive),
        };
    }

    // The order is that of the operator, which may be any.
    private void Visit(int subtask, long timestamp, Command[] commands)
    {
        var (expected, visited) = (KeysOf(subtask), _notes.TakeVisits(subtask));
        if (!expected.Order(StringComparer.Ordinal).SequenceEqual(visited.Order(StringComparer.Ordinal), StringComparer.Ordinal))
            throw new DifferenceException($"keys with state, expected:\n  {string.Join(", ", expected)}\nfound:\n  {string.Join(", ", visited)}");
        foreach (var key in visited)
            Run(key, timestamp, () => Apply(commands));
    }

    private void Apply(Command[] commands)
    {
        foreach (var command in commands)
            command.ApplyTo(this);
    }

    private void Run(string key, long? recordTime, Action record) => Run(OwnerOf(key), key, recordTime, record);

    private bool Run(int subtask, string key, long? recordTime, Action record)
    {
        var (states, subtasks, content, kept, emitted) = (_states.All, _states.Subtasks, _content, _kept, _output.Count);
        (_states.Subtask, _states.Key, _states.RecordTime) = (subtask, key, recordTime);
        try
        {
            record();
            return true;
        }
        catch (Exception exception) when (exception is not DifferenceException)
        {
            // A record may fail with any exception, as on a backend. The other side must fail with the same.
            (_states.All, _states.Subtasks, _content, _kept) = (states, subtasks, content, kept);
            _output.RemoveRange(emitted, _output.Count - emitted);
            // Every subtask processes a broadcast event, and the first one reports it.
            if (key != Broadcasts || subtask == 0)
                _failures.Add((subtask, $"{key}: {exception.GetType().Name}"));
            return false;
        }
    }

    /// <summary>Everything that a snapshot has.</summary>
    internal sealed record Content
    {
        public static Content Empty { get; } = new();

        public ImmutableDictionary<(string Key, string State), object> States { get; init; } =
            ImmutableDictionary<(string Key, string State), object>.Empty;

        public ImmutableArray<ModelSubtask> Subtasks { get; init; } = [ModelSubtask.Empty];

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
