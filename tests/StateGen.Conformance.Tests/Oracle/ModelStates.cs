using System.Collections.Immutable;
using StateGen.Keys;

namespace StateGen.Conformance.Tests.Oracle;

/// <summary>The states of all keys, by key and name. Each content is immutable, so undoing a record and restoring a snapshot are one assignment.</summary>
internal sealed class ModelStates
{
    public ImmutableDictionary<(string Key, string State), object> All { get; set; } = ImmutableDictionary<(string Key, string State), object>.Empty;

    /// <summary>The current key.</summary>
    public string Key { get; set; } = "";

    /// <summary>The clock of times to live, which never steps back.</summary>
    public required Func<long> Now { get; init; }

    public object? Find(string state) => All.GetValueOrDefault((Key, state));

    public void Set(string state, object content) => All = All.SetItem((Key, state), content);

    public void Clear() => All = All.RemoveRange(All.Keys.Where(entry => entry.Key == Key));
}

/// <summary>What a value state must do.</summary>
/// <param name="states">The states.</param>
/// <param name="name">The name of this one.</param>
/// <param name="timeToLive">The time to live in milliseconds; null if the value does not expire.</param>
internal sealed class ModelValue<T>(ModelStates states, string name, long? timeToLive = null)
{
    public T? Value
    {
        get => states.Find(name) is Written<T> written && written.IsLive(timeToLive, states.Now()) ? written.Value : default;
        set => states.Set(name, new Written<T>(value!, states.Now()));
    }
}

/// <summary>What a map state must do. The key that is stored is that of the first write, as in a dictionary.</summary>
internal sealed class ModelMap<TKey, TValue>(ModelStates states, string name, long? timeToLive = null) : IOracleMap<TKey, TValue>
    where TKey : notnull
{
    public long Count => Entries.Count();

    public bool IsEmpty => Count == 0;

    public IEnumerable<KeyValuePair<TKey, TValue>> Entries =>
        Written.Where(entry => entry.Value.IsLive(timeToLive, states.Now())).Select(entry => KeyValuePair.Create(entry.Key, entry.Value.Value));

    private ImmutableDictionary<TKey, Written<TValue>> Written
    {
        get => (ImmutableDictionary<TKey, Written<TValue>>?)states.Find(name) ?? ImmutableDictionary<TKey, Written<TValue>>.Empty;
        set => states.Set(name, value);
    }

    public bool TryGet(TKey key, out TValue? value)
    {
        RequireNormal(key);
        var isFound = Written.TryGetValue(key, out var written) && written.IsLive(timeToLive, states.Now());
        value = isFound ? written!.Value : default;
        return isFound;
    }

    public void Put(TKey key, TValue value)
    {
        RequireNormal(key);
        Written = Written.SetItem(key, new(value, states.Now()));
    }

    public bool Remove(TKey key)
    {
        var isFound = TryGet(key, out _);
        Written = Written.Remove(key);
        return isFound;
    }

    public void Clear() => Written = Written.Clear();

    public void RemoveWhere(Func<TKey, bool> fits) => Written = Written.RemoveRange(Entries.Select(entry => entry.Key).Where(fits));

    public void PutWhileEnumerating(TKey key, TValue value)
    {
        if (IsEmpty)
            return;
        Put(key, value);
        throw new InvalidOperationException("The map was modified.");
    }

    private static void RequireNormal(TKey key)
    {
        if (key is double number && double.IsNaN(number))
            throw new KeyFormatException("NaN cannot be a key.");
    }
}

/// <summary>What a list state must do.</summary>
internal sealed class ModelList<T>(ModelStates states, string name, long? timeToLive = null) : IOracleList<T>
{
    public bool IsEmpty => !Elements.Any();

    public IEnumerable<T> Elements => Written.Where(element => element.IsLive(timeToLive, states.Now())).Select(element => element.Value);

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
            ArgumentNullException.ThrowIfNull(element);
        return [.. elements.Select(element => new Written<T>(element, states.Now()))];
    }
}

/// <summary>A value with the time when it was written. No two are equal, because an equal value may still look different: 1.0 and 1.00.</summary>
internal sealed class Written<T>(T value, long at)
{
    public T Value => value;

    public bool IsLive(long? timeToLive, long now) => timeToLive is not { } time || now < at + time;
}
