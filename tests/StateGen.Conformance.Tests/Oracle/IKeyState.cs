namespace StateGen.Conformance.Tests.Oracle;

/// <summary>Everything that a command can do to the state of the current key: once in an operator, once in the model.</summary>
internal interface IKeyState
{
    long Number { get; set; }

    int? Optional { get; set; }

    string? Text { get; set; }

    decimal? Price { get; set; }

    long Fading { get; set; }

    string? FadingText { get; set; }

    long Refreshed { get; set; }

    long EventTimed { get; set; }

    /// <summary>The sum of a reducing state; null if it is absent.</summary>
    long? Sum { get; }

    /// <summary>The mean of an aggregating state; null if it is absent.</summary>
    long? Mean { get; }

    IOracleMap<string, long?> Map { get; }

    IOracleMap<double, int> Doubles { get; }

    IOracleMap<long, string> FadingMap { get; }

    IOracleMap<long, string> RefreshedMap { get; }

    IOracleSortedMap<long, string> SortedMap { get; }

    IOracleList<long> List { get; }

    IOracleList<string> FadingList { get; }

    IOracleList<long> EventTimedList { get; }

    void AddToSum(long value);

    void ClearSum();

    void AddToMean(long value);

    void Clear();

    void Register(long timestamp);

    void Delete(long timestamp);

    bool Contains(long timestamp);

    void RegisterProcessingTime(long timestamp);

    void DeleteProcessingTime(long timestamp);

    bool ContainsProcessingTime(long timestamp);

    void Emit(string value);
}

/// <summary>A map state, or what one must do.</summary>
internal interface IOracleMap<TKey, TValue>
    where TKey : notnull
{
    long Count { get; }

    bool IsEmpty { get; }

    /// <summary>The entries in the order of the map, which no two maps need have in common.</summary>
    IEnumerable<KeyValuePair<TKey, TValue>> Entries { get; }

    bool TryGet(TKey key, out TValue? value);

    void Put(TKey key, TValue value);

    bool Remove(TKey key);

    void Clear();

    /// <summary>Removes the entries that fit, through a cursor.</summary>
    void RemoveWhere(Func<TKey, bool> fits);

    /// <summary>Puts an entry while the map is enumerated. Throws unless the map is empty.</summary>
    void PutWhileEnumerating(TKey key, TValue value);
}

/// <summary>A sorted map state, or what one must do.</summary>
internal interface IOracleSortedMap<TKey, TValue> : IOracleMap<TKey, TValue>
    where TKey : notnull
{
    KeyValuePair<TKey, TValue>? First { get; }

    KeyValuePair<TKey, TValue>? Last { get; }

    IEnumerable<KeyValuePair<TKey, TValue>> Range(TKey from, TKey to, bool isReverse);

    long RemoveRange(TKey from, TKey to);
}

/// <summary>A list state, or what one must do.</summary>
internal interface IOracleList<T>
{
    bool IsEmpty { get; }

    IEnumerable<T> Elements { get; }

    void Add(T element);

    void AddRange(IEnumerable<T> elements);

    void Update(IEnumerable<T> elements);

    void Clear();
}
