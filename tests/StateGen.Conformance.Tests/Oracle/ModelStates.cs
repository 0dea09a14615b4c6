using System.Collections.Immutable;

namespace StateGen.Conformance.Tests.Oracle;

/// <summary>
/// The states of all keys, by key and name, and those of all subtasks. Each content is immutable, so undoing a record and restoring a snapshot are one
/// assignment.
/// </summary>
/// <param name="notes">What the operators have seen.</param>
internal sealed class ModelStates(OracleNotes notes)
{
    /// <summary>The watermark before the first one, from which no time to live goes over the end.</summary>
    public const long BeforeWatermarks = long.MinValue / 2;

    private readonly List<Func<bool>> _liveStates = [];

    public ImmutableDictionary<(string Key, string State), object> All { get; set; } = ImmutableDictionary<(string Key, string State), object>.Empty;

    public ImmutableArray<ModelSubtask> Subtasks { get; set; } = [ModelSubtask.Empty];

    /// <summary>The current key.</summary>
    public string Key { get; set; } = "";

    /// <summary>The current subtask.</summary>
    public int Subtask { get; set; }

    /// <summary>The state of the current subtask.</summary>
    public ModelSubtask Current
    {
        get => Subtasks[Subtask];
        set => Subtasks = Subtasks.SetItem(Subtask, value);
    }

    /// <summary>The processing time, which never steps back.</summary>
    public long Now { get; set; }

    /// <summary>The event time that the watermark has reached, which never steps back.</summary>
    public long EventNow { get; set; } = BeforeWatermarks;

    /// <summary>The watermark as a record or timer sees it: at most the time of a timer that fires.</summary>
    public long CurrentWatermark { get; set; } = BeforeWatermarks;

    /// <summary>The event time of the record or timer; null if it has none.</summary>
    public long? RecordTime { get; set; }

    public object? Find(string state) => All.GetValueOrDefault((Key, state));

    public void Set(string state, object content) => All = All.SetItem((Key, state), content);

    public void Remove(string state) => All = All.Remove((Key, state));

    public void Clear() => All = All.RemoveRange(All.Keys.Where(entry => entry.Key == Key));

    /// <summary>Takes what the operator has seen in its next read of the current key.</summary>
    public T TakeRead<T>() => notes.TakeRead<T>(Key);

    /// <summary>Adds a kind of state.</summary>
    /// <param name="isLive">Whether the current key has such state that has not expired.</param>
    public void Add(Func<bool> isLive) => _liveStates.Add(isLive);

    /// <summary>Finds the keys that have state.</summary>
    public string[] FindLiveKeys() => [.. All.Keys.Select(static entry => entry.Key).Distinct().Where(IsLive)];

    private bool IsLive(string key)
    {
        Key = key;
        return _liveStates.Exists(static isLive => isLive());
    }
}

/// <summary>The operator state of a subtask, and its copy of the broadcast state.</summary>
internal sealed record ModelSubtask
{
    public static ModelSubtask Empty { get; } = new();

    public ImmutableList<long> Split { get; init; } = [];

    public ImmutableList<string> Union { get; init; } = [];

    public ImmutableDictionary<string, long?> Shared { get; init; } = ImmutableDictionary<string, long?>.Empty;

    /// <summary>Deals the state of a snapshot to subtasks.</summary>
    public static ImmutableArray<ModelSubtask> Redistribute(ImmutableArray<ModelSubtask> former, int parallelism)
    {
        ImmutableList<long> split = [.. former.SelectMany(static subtask => subtask.Split)];
        ImmutableList<string> union = [.. former.SelectMany(static subtask => subtask.Union)];
        return
        [
            .. Enumerable.Range(0, parallelism).Select(subtask => new ModelSubtask
            {
                Split = parallelism == former.Length ? former[subtask].Split : [.. split.Where((_, position) => position % parallelism == subtask)],
                Union = union,
                Shared = former[0].Shared,
            }),
        ];
    }
}

/// <summary>A time to live.</summary>
/// <param name="states">The states, which have the time.</param>
/// <param name="milliseconds">The time to live.</param>
/// <param name="options">The options.</param>
internal sealed class ModelTtl(ModelStates states, long milliseconds, OracleOptions options)
{
    /// <summary>Whether a read starts it again.</summary>
    public bool IsRefreshed => options.IsRefreshed;

    /// <summary>Whether what has expired is returned once, if the operator has found it.</summary>
    public bool IsVisible => options.IsVisible;

    /// <summary>The time of a write.</summary>
    public long WriteTime => options.IsEventTime ? states.RecordTime ?? EventNow : states.Now;

    private long EventNow => states.EventNow == ModelStates.BeforeWatermarks ? states.Now : states.EventNow;

    public bool HasExpired(long writtenAt) => writtenAt + milliseconds <= (options.IsEventTime ? states.EventNow : states.Now);
}

/// <summary>A value with the time when it was written. No two are equal, because an equal value may still look different: 1.0 and 1.00.</summary>
internal sealed class Written<T>(T value, ModelTtl? timeToLive, long at)
{
    public Written(T value, ModelTtl? timeToLive)
        : this(value, timeToLive, timeToLive?.WriteTime ?? 0)
    {
    }

    public T Value => value;

    public bool IsLive => timeToLive?.HasExpired(at) != true;

    /// <summary>The same, as after a read.</summary>
    public Written<T> AfterRead => timeToLive is { IsRefreshed: true } ? With(value) : this;

    /// <summary>Another value that takes its place: a late one does not shorten its life.</summary>
    public Written<T> With(T replacement) => new(replacement, timeToLive, Math.Max(at, timeToLive?.WriteTime ?? 0));
}
