using System.Collections.Immutable;
using StateGen.Keys;

namespace StateGen.Conformance.Tests.Oracle;

/// <summary>The states of all keys, by key and name. Each content is immutable, so undoing a record and restoring a snapshot are one assignment.</summary>
internal sealed class ModelStates
{
    /// <summary>The watermark before the first one, from which no time to live goes over the end.</summary>
    public const long BeforeWatermarks = long.MinValue / 2;

    public ImmutableDictionary<(string Key, string State), object> All { get; set; } = ImmutableDictionary<(string Key, string State), object>.Empty;

    /// <summary>The current key.</summary>
    public string Key { get; set; } = "";

    /// <summary>The processing time, which never steps back.</summary>
    public long Now { get; set; }

    /// <summary>The event time that the watermark has reached, which never steps back.</summary>
    public long EventNow { get; set; } = BeforeWatermarks;

    /// <summary>The event time of the record or timer; null if it has none.</summary>
    public long? RecordTime { get; set; }

    public object? Find(string state) => All.GetValueOrDefault((Key, state));

    public void Set(string state, object content) => All = All.SetItem((Key, state), content);

    public void Clear() => All = All.RemoveRange(All.Keys.Where(entry => entry.Key == Key));
}

/// <summary>A time to live.</summary>
/// <param name="states">The states, which have the time.</param>
/// <param name="milliseconds">The time to live.</param>
internal sealed class ModelTtl(ModelStates states, long milliseconds)
{
    /// <summary>Whether a read starts it again.</summary>
    public bool IsRefreshed { get; init; }

    public bool IsEventTime { get; init; }

    /// <summary>The time of a write.</summary>
    public long WriteTime => IsEventTime ? states.RecordTime ?? states.EventNow : states.Now;

    public bool HasExpired(long writtenAt) => writtenAt + milliseconds <= (IsEventTime ? states.EventNow : states.Now);
}

/// <summary>What a value state must do.</summary>
/// <param name="states">The states.</param>
/// <param name="name">The name of this one.</param>
/// <param name="timeToLive">The time to live; null if the value does not expire.</param>
internal sealed class ModelValue<T>(ModelStates states, string name, ModelTtl? timeToLive = null)
{
    public T? Value
    {
        get
        {
            if (states.Find(name) is not Written<T> { IsLive: true } written)
                return default;
            if (timeToLive is { IsRefreshed: true })
                states.Set(name, written.Refreshed);
            return written.Value;
        }

        set => states.Set(name, new Written<T>(value!, timeToLive));
    }
}

/// <summary>What a map state must do. The key that is stored is that of the first write, as in a dictionary.</summary>
internal class ModelMap<TKey, TValue>(ModelStates states, string name, ModelTtl? timeToLive = null) : IOracleMap<TKey, TValue>
    where TKey : notnull
{
    public long Count => Written.Values.Count(written => written.IsLive);

    public bool IsEmpty => Count == 0;

    public virtual IEnumerable<KeyValuePair<TKey, TValue>> Entries =>
        Written.Where(entry => entry.Value.IsLive).Select(entry => KeyValuePair.Create(entry.Key, Read(entry.Key, entry.Value)));

    private ImmutableDictionary<TKey, Written<TValue>> Written
    {
        get => (ImmutableDictionary<TKey, Written<TValue>>?)states.Find(name) ?? ImmutableDictionary<TKey, Written<TValue>>.Empty;
        set => states.Set(name, value);
    }

    public bool TryGet(TKey key, out TValue? value)
    {
        RequireNormal(key);
        var isFound = Written.TryGetValue(key, out var written) && written.IsLive;
        value = isFound ? Read(key, written!) : default;
        return isFound;
    }

    public void Put(TKey key, TValue value)
    {
        RequireNormal(key);
        Written = Written.SetItem(key, new(value, timeToLive));
    }

    public bool Remove(TKey key)
    {
        var isFound = Written.TryGetValue(key, out var written) && written.IsLive;
        Written = Written.Remove(key);
        return isFound;
    }

    public void Clear() => Written = Written.Clear();

    public void RemoveWhere(Func<TKey, bool> fits)
    {
        TKey[] removed = [.. Entries.Select(entry => entry.Key).Where(fits)];
        Written = Written.RemoveRange(removed);
    }

    public void PutWhileEnumerating(TKey key, TValue value)
    {
        if (IsEmpty)
            return;
        Put(key, value);
        throw new InvalidOperationException("The map was modified.");
    }

    private TValue Read(TKey key, Written<TValue> written)
    {
        if (timeToLive is { IsRefreshed: true })
            Written = Written.SetItem(key, written.Refreshed);
        return written.Value;
    }

    private static void RequireNormal(TKey key)
    {
        if (key is double number && double.IsNaN(number))
            throw new KeyFormatException("NaN cannot be a key.");
    }
}

/// <summary>What a sorted map state must do.</summary>
internal sealed class ModelSortedMap<TKey, TValue>(ModelStates states, string name) : ModelMap<TKey, TValue>(states, name), IOracleSortedMap<TKey, TValue>
    where TKey : notnull
{
    public override IEnumerable<KeyValuePair<TKey, TValue>> Entries => base.Entries.OrderBy(entry => entry.Key);

    public KeyValuePair<TKey, TValue>? First => IsEmpty ? null : Entries.MinBy(entry => entry.Key);

    public KeyValuePair<TKey, TValue>? Last => IsEmpty ? null : Entries.MaxBy(entry => entry.Key);

    public IEnumerable<KeyValuePair<TKey, TValue>> Range(TKey from, TKey to, bool isReverse)
    {
        var range = Entries.Where(entry => IsIn(entry.Key, from, to));
        return isReverse ? range.OrderByDescending(entry => entry.Key) : range.OrderBy(entry => entry.Key);
    }

    public long RemoveRange(TKey from, TKey to)
    {
        var before = Count;
        RemoveWhere(key => IsIn(key, from, to));
        return before - Count;
    }

    private static bool IsIn(TKey key, TKey from, TKey to) => Comparer<TKey>.Default.Compare(from, key) <= 0 && Comparer<TKey>.Default.Compare(key, to) < 0;
}

/// <summary>What a list state must do.</summary>
internal sealed class ModelList<T>(ModelStates states, string name, ModelTtl? timeToLive = null) : IOracleList<T>
{
    public bool IsEmpty => !Elements.Any();

    public IEnumerable<T> Elements => Written.Where(element => element.IsLive).Select(element => element.Value);

    private ImmutableList<Written<T>> Written
    {
        get => (ImmutableList<Written<T>>?)states.Find(name) ?? [];
        set => states.Set(name, value);
    }

    public void Add(T element) => AddRange([element]);

    public void AddRange(IEnumerable<T> elements) => Written = Written.AddRange(Checked(elements));

    public void Update(IEnumerable<T> elements) => Written = [.. Checked(elements)];

    public void Clear() => Written = [];

    private Written<T>[] Checked(IEnumerable<T> elements)
    {
        foreach (var element in elements)
            ArgumentNullException.ThrowIfNull(element, nameof(elements));
        return [.. elements.Select(element => new Written<T>(element, timeToLive))];
    }
}

/// <summary>A value with the time when it was written. No two are equal, because an equal value may still look different: 1.0 and 1.00.</summary>
internal sealed class Written<T>(T value, ModelTtl? timeToLive)
{
    private readonly long _at = timeToLive?.WriteTime ?? 0;

    public T Value => value;

    public bool IsLive => timeToLive?.HasExpired(_at) != true;

    /// <summary>The same, written now.</summary>
    public Written<T> Refreshed => new(value, timeToLive);
}
