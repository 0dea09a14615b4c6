namespace StateGen.Conformance.Tests.Oracle;

/// <summary>A state of each kind, all with the same options: those of an operator, or those of the model.</summary>
internal sealed class OracleStates(OracleOptions options)
{
    public OracleOptions Options => options;

    public string Name => options.Name;

    public required IOracleValue<long> Number { get; init; }

    public required IOracleValue<string> Text { get; init; }

    public required IOracleAccumulator Sum { get; init; }

    public required IOracleAccumulator Mean { get; init; }

    public required IOracleMap<long, string> Map { get; init; }

    public required IOracleSortedMap<long, string> Sorted { get; init; }

    public required IOracleList<long> Numbers { get; init; }

    public required IOracleList<string> Texts { get; init; }
}

/// <summary>The options of a time to live.</summary>
/// <param name="Name">The name, with which the names of the states begin.</param>
internal sealed record OracleOptions(string Name)
{
    /// <summary>Every choice: no time to live, or one with each combination of the options.</summary>
    public static IReadOnlyList<OracleOptions> All { get; } =
    [
        new("Permanent") { IsPermanent = true },
        new("Fading"),
        new("Refreshed") { IsRefreshed = true },
        new("Visible") { IsVisible = true },
        new("RefreshedVisible") { IsRefreshed = true, IsVisible = true },
        new("EventTimed") { IsEventTime = true },
        new("EventTimedRefreshed") { IsEventTime = true, IsRefreshed = true },
        new("EventTimedVisible") { IsEventTime = true, IsVisible = true },
        new("EventTimedRefreshedVisible") { IsEventTime = true, IsRefreshed = true, IsVisible = true },
    ];

    /// <summary>Whether there is no time to live.</summary>
    public bool IsPermanent { get; init; }

    /// <summary>Whether a read starts the time again.</summary>
    public bool IsRefreshed { get; init; }

    /// <summary>Whether what has expired is returned once, unless it was removed.</summary>
    public bool IsVisible { get; init; }

    public bool IsEventTime { get; init; }
}

/// <summary>
/// What the operators have seen and no model can know: whether state that has expired, but may still be returned once, was there, and in which order keys were
/// visited. The model takes it over if it is allowed.
/// </summary>
internal sealed class OracleNotes
{
    private readonly Dictionary<string, Queue<object?>> _reads = [];
    private readonly Dictionary<int, List<string>> _visits = [];

    /// <summary>Notes what a read of a key has returned.</summary>
    public void AddRead(string key, object? seen)
    {
        if (!_reads.TryGetValue(key, out var reads))
            _reads.Add(key, reads = new());
        reads.Enqueue(seen);
    }

    public T TakeRead<T>(string key) => _reads.TryGetValue(key, out var reads) && reads.TryDequeue(out var seen)
        ? (T)seen!
        : throw new DifferenceException($"a read of key '{key}' that the operator has not done");

    public void AddVisit(int subtask, string key)
    {
        if (!_visits.TryGetValue(subtask, out var visits))
            _visits.Add(subtask, visits = []);
        visits.Add(key);
    }

    public IReadOnlyList<string> TakeVisits(int subtask) => _visits.Remove(subtask, out var visits) ? visits : [];

    /// <summary>Forgets everything, between two steps.</summary>
    public void Clear()
    {
        _reads.Clear();
        _visits.Clear();
    }
}

/// <summary>A difference between the model and a backend.</summary>
internal sealed class DifferenceException(string message) : Exception(message);
