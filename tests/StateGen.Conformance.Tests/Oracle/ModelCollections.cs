using System.Collections.Immutable;
using StateGen.Keys;

namespace StateGen.Conformance.Tests.Oracle;

/// <summary>What a map state must do. The key that is stored is that of the first write, as in a dictionary.</summary>
internal class ModelMap<TKey, TValue> : IOracleMap<TKey, TValue>
    where TKey : notnull
{
    private readonly ModelStates _states;
    private readonly string _name;
    private readonly ModelTtl? _timeToLive;

    /// <param name="states">The states.</param>
    /// <param name="name">The name of this one.</param>
    /// <param name="timeToLive">The time to live of an entry; null if entries do not expire.</param>
    public ModelMap(ModelStates states, string name, ModelTtl? timeToLive = null)
    {
        (_states, _name, _timeToLive) = (states, name, timeToLive);
        states.Add(() => Count > 0);
    }

    public long Count => Written.Values.Count(written => written.IsLive);

    public bool IsEmpty => Count == 0;

    public IEnumerable<KeyValuePair<TKey, TValue>> Entries => Read(Keys);

    protected virtual IEnumerable<TKey> Keys => Written.Keys;

    private ImmutableDictionary<TKey, Written<TValue>> Written
    {
        get => (ImmutableDictionary<TKey, Written<TValue>>?)_states.Find(_name) ?? ImmutableDictionary<TKey, Written<TValue>>.Empty;
        set => _states.Set(_name, value);
    }

    private bool IsVisible => _timeToLive is { IsVisible: true };

    public bool TryGet(TKey key, out TValue? value)
    {
        RequireNormal(key);
        return TryRead(key, IsVisible && _states.TakeRead<bool>(), out value);
    }

    public void Put(TKey key, TValue value)
    {
        RequireNormal(key);
        Written = Written.SetItem(key, new(value, _timeToLive));
    }

    public bool Remove(TKey key)
    {
        var isFound = IsLive(key);
        Written = Written.Remove(key);
        return isFound;
    }

    public void Clear() => Written = Written.Clear();

    public void RemoveWhere(Func<TKey, bool> fits)
    {
        foreach (var (key, _) in Entries)
        {
            if (fits(key))
                Written = Written.Remove(key);
        }
    }

    public void PutWhileEnumerating(TKey key, TValue value)
    {
        if (!Entries.Any())
            return;
        Put(key, value);
        throw new InvalidOperationException("The map was modified.");
    }

    protected bool IsLive(TKey key) => Written.TryGetValue(key, out var written) && written.IsLive;

    /// <summary>Reads entries one by one. Of those that have expired, the operator may have found any.</summary>
    protected IEnumerable<KeyValuePair<TKey, TValue>> Read(IEnumerable<TKey> keys)
    {
        var seen = IsVisible ? _states.TakeRead<List<TKey>>() : [];
        foreach (var key in keys.ToArray())
        {
            if (TryRead(key, seen.Contains(key), out var value))
                yield return new(key, value!);
        }
    }

    private bool TryRead(TKey key, bool isSeen, out TValue? value)
    {
        value = default;
        if (!Written.TryGetValue(key, out var written) || !(written.IsLive || IsVisible))
            return false;
        Written = written.IsLive ? Written.SetItem(key, written.AfterRead) : Written.Remove(key);
        value = written.IsLive || isSeen ? written.Value : default;
        return written.IsLive || isSeen;
    }

    private static void RequireNormal(TKey key)
    {
        if (key is double number && double.IsNaN(number))
            throw new KeyFormatException("NaN cannot be a key.");
    }
}

/// <summary>What a sorted map state must do.</summary>
internal sealed class ModelSortedMap<TKey, TValue>(ModelStates states, string name, ModelTtl? timeToLive)
    : ModelMap<TKey, TValue>(states, name, timeToLive), IOracleSortedMap<TKey, TValue>
    where TKey : notnull
{
    public KeyValuePair<TKey, TValue>? First => FirstOf(Read(Keys));

    public KeyValuePair<TKey, TValue>? Last => FirstOf(Read(Keys.Reverse()));

    protected override IEnumerable<TKey> Keys => base.Keys.Order();

    public IEnumerable<KeyValuePair<TKey, TValue>> Range(TKey from, TKey to, bool isReverse)
    {
        var range = Keys.Where(key => IsIn(key, from, to));
        return Read(isReverse ? range.Reverse() : range);
    }

    public long RemoveRange(TKey from, TKey to)
    {
        TKey[] range = [.. Keys.Where(key => IsIn(key, from, to))];
        return range.Count(Remove);
    }

    private static KeyValuePair<TKey, TValue>? FirstOf(IEnumerable<KeyValuePair<TKey, TValue>> entries)
    {
        foreach (var entry in entries)
            return entry;
        return null;
    }

    private static bool IsIn(TKey key, TKey from, TKey to) => Comparer<TKey>.Default.Compare(from, key) <= 0 && Comparer<TKey>.Default.Compare(key, to) < 0;
}

/// <summary>What a list state must do.</summary>
internal sealed class ModelList<T> : IOracleList<T>
{
    private readonly ModelStates _states;
    private readonly string _name;
    private readonly ModelTtl? _timeToLive;

    /// <param name="states">The states.</param>
    /// <param name="name">The name of this one.</param>
    /// <param name="timeToLive">The time to live of an element; null if elements do not expire.</param>
    public ModelList(ModelStates states, string name, ModelTtl? timeToLive = null)
    {
        (_states, _name, _timeToLive) = (states, name, timeToLive);
        states.Add(() => !IsEmpty);
    }

    public bool IsEmpty => !Written.Exists(element => element.IsLive);

    /// <summary>The elements. Of those that have expired, each different from all others, the operator may have found any.</summary>
    public IEnumerable<T> Elements
    {
        get
        {
            var isVisible = _timeToLive is { IsVisible: true };
            var seen = isVisible ? _states.TakeRead<List<T>>() : [];
            foreach (var element in Written)
            {
                var after = element.IsLive ? element.AfterRead : element;
                if (after != element)
                    Written = Written.Replace(element, after);
                else if (isVisible && !element.IsLive)
                    Written = Written.Remove(element);
                if (element.IsLive || seen.Contains(element.Value))
                    yield return element.Value;
            }
        }
    }

    private ImmutableList<Written<T>> Written
    {
        get => (ImmutableList<Written<T>>?)_states.Find(_name) ?? [];
        set => _states.Set(_name, value);
    }

    public void Add(T element) => AddRange([element]);

    public void AddRange(IEnumerable<T> elements) => Written = Written.AddRange(Checked(elements));

    public void Update(IEnumerable<T> elements) => Written = [.. Checked(elements)];

    public void Clear() => Written = [];

    private Written<T>[] Checked(IEnumerable<T> elements)
    {
        foreach (var element in elements)
            ArgumentNullException.ThrowIfNull(element, nameof(elements));
        return [.. elements.Select(element => new Written<T>(element, _timeToLive))];
    }
}

/// <summary>What a list of operator state must do.</summary>
internal sealed class ModelOperatorList<T>(Func<ImmutableList<T>> get, Action<ImmutableList<T>> set) : IOracleOperatorList<T>
{
    public bool IsEmpty => get().IsEmpty;

    public IEnumerable<T> Elements => get();

    public T this[int index]
    {
        get => get()[index];
        set => set(get().SetItem(index, value));
    }

    public void Add(T element) => AddRange([element]);

    public void AddRange(IEnumerable<T> elements) => set(get().AddRange(Checked(elements)));

    public void Update(IEnumerable<T> elements) => set([.. Checked(elements)]);

    public void Clear() => set([]);

    public void AddWhileEnumerating(T element)
    {
        if (IsEmpty)
            return;
        Add(element);
        throw new InvalidOperationException("The list was modified.");
    }

    private static IEnumerable<T> Checked(IEnumerable<T> elements)
    {
        foreach (var element in elements)
            ArgumentNullException.ThrowIfNull(element, nameof(elements));
        return elements;
    }
}

/// <summary>What broadcast state must do.</summary>
internal sealed class ModelBroadcast(ModelStates states) : IOracleBroadcast
{
    public IEnumerable<KeyValuePair<string, long?>> Entries => Shared;

    private ImmutableDictionary<string, long?> Shared
    {
        get => states.Current.Shared;
        set => states.Current = states.Current with { Shared = value };
    }

    public long? Find(string key) => Shared.GetValueOrDefault(key);

    public void Put(string key, long? value) => Shared = Shared.SetItem(key, value);

    public bool Remove(string key)
    {
        var isFound = Shared.ContainsKey(key);
        Shared = Shared.Remove(key);
        return isFound;
    }

    public void Clear() => Shared = Shared.Clear();
}
