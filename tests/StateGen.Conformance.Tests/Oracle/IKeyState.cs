namespace StateGen.Conformance.Tests.Oracle;

/// <summary>Everything that a command can do to the state of the current key: once in an operator, once in the model.</summary>
internal interface IKeyState : ISharedState
{
    long Number { get; set; }

    int? Optional { get; set; }

    string? Text { get; set; }

    decimal? Price { get; set; }

    IOracleMap<string, long?> Map { get; }

    IOracleMap<double, int> Doubles { get; }

    IOracleList<long> List { get; }

    /// <summary>Windows of event time.</summary>
    IOracleWindows Windows { get; }

    /// <summary>Windows of event time that become one if they overlap.</summary>
    IOracleWindows Sessions { get; }

    /// <summary>The states of every kind, once for each choice of options that the program has drawn.</summary>
    IReadOnlyList<OracleStates> Sets { get; }

    void Clear();

    void Register(long timestamp);

    void Delete(long timestamp);

    bool Contains(long timestamp);

    void RegisterProcessingTime(long timestamp);

    void DeleteProcessingTime(long timestamp);

    bool ContainsProcessingTime(long timestamp);
}

/// <summary>The state that belongs to a subtask, or to all of them, and output: all that a broadcast event can use.</summary>
internal interface ISharedState
{
    /// <summary>Operator state whose elements the subtasks share.</summary>
    IOracleOperatorList<long> Split { get; }

    /// <summary>Operator state whose elements every subtask gets.</summary>
    IOracleOperatorList<string> Union { get; }

    IOracleBroadcast Shared { get; }

    void Emit(string value);
}

/// <summary>A value state, or what one must do.</summary>
internal interface IOracleValue<T>
{
    T? Value { get; set; }
}

/// <summary>A reducing or aggregating state, or what one must do.</summary>
internal interface IOracleAccumulator
{
    bool IsEmpty { get; }

    /// <summary>The result; null if the state is absent.</summary>
    long? Value { get; }

    void Add(long value);

    void Clear();
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

/// <summary>A window state, or what one must do. Windows are given by their start and their end.</summary>
internal interface IOracleWindows
{
    /// <summary>The windows with their results, in the order of their ends.</summary>
    IEnumerable<string> Entries { get; }

    bool TryAdd(long start, long end, long value);

    bool Remove(long start, long end);

    void Clear();

    /// <summary>Takes the windows that have ended when a timer fires, or only the first of them.</summary>
    /// <param name="kind">The kind of the timer.</param>
    /// <param name="timestamp">The time of the timer.</param>
    /// <param name="most">The number of windows after which the enumeration ends.</param>
    IEnumerable<string> TakeEnded(TimerKind kind, long timestamp, int most);
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

/// <summary>A list of operator state, or what one must do.</summary>
internal interface IOracleOperatorList<T> : IOracleList<T>
{
    T this[int index] { get; set; }

    /// <summary>Adds an element while the list is enumerated. Throws unless the list is empty.</summary>
    void AddWhileEnumerating(T element);
}

/// <summary>Broadcast state, or what it must do.</summary>
internal interface IOracleBroadcast
{
    IEnumerable<KeyValuePair<string, long?>> Entries { get; }

    long? Find(string key);

    void Put(string key, long? value);

    bool Remove(string key);

    void Clear();
}
