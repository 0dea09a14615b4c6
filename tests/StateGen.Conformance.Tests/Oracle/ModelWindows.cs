using System.Collections.Immutable;

namespace StateGen.Conformance.Tests.Oracle;

/// <summary>What a window state must do, and one of sessions if it merges.</summary>
internal sealed class ModelWindows : IOracleWindows
{
    private readonly ModelStates _states;
    private readonly string _name;
    private readonly IKeyState _timers;
    private readonly Action<long> _postpone;
    private readonly bool _areSessions;

    /// <param name="states">The states.</param>
    /// <param name="name">The name of this one.</param>
    /// <param name="timers">Registers the timers at the ends of the windows.</param>
    /// <param name="postpone">Registers a timer for what one that fires has left, also at the end of the input.</param>
    /// <param name="areSessions">Whether windows that overlap become one.</param>
    public ModelWindows(ModelStates states, string name, IKeyState timers, Action<long> postpone, bool areSessions)
    {
        (_states, _name, _timers, _postpone, _areSessions) = (states, name, timers, postpone, areSessions);
        states.Add(() => !Windows.IsEmpty);
    }

    public IEnumerable<string> Entries => Windows.Select(static entry => Describe(entry.Key, entry.Value));

    // By the end, then by the start.
    private ImmutableSortedDictionary<(long End, long Start), long> Windows
    {
        get => (ImmutableSortedDictionary<(long End, long Start), long>?)_states.Find(_name) ?? ImmutableSortedDictionary<(long End, long Start), long>.Empty;
        set => _states.Set(_name, value);
    }

    public static string Describe((long End, long Start) window, long value) => $"{window.Start}-{window.End}={value}";

    public bool TryAdd(long start, long end, long value)
    {
        KeyValuePair<(long End, long Start), long>[] joined =
        [
            .. Windows.Where(entry => _areSessions ? entry.Key.Start < end && start < entry.Key.End : entry.Key == (end, start)),
        ];
        (long End, long Start) window = (joined.Select(entry => entry.Key.End).Append(end).Max(), joined.Select(entry => entry.Key.Start).Append(start).Min());
        if (window.End - 1 <= _states.CurrentWatermark)
            return false;
        var accumulator = joined.Length == 0 ? OrderedSum.CreateAccumulator() : joined.Select(entry => entry.Value).Aggregate(OrderedSum.Merge);
        Windows = Windows.RemoveRange(joined.Select(entry => entry.Key)).Add(window, OrderedSum.Add(accumulator, value));
        if (joined.Length == 0)
            _timers.Register(end - 1);
        return true;
    }

    public bool Remove(long start, long end)
    {
        var isFound = Windows.ContainsKey((end, start));
        Windows = Windows.Remove((end, start));
        return isFound;
    }

    public void Clear() => _states.Remove(_name);

    public IEnumerable<string> TakeEnded(TimerKind kind, long timestamp, int most)
    {
        if (kind == TimerKind.ProcessingTime)
            return [];
        KeyValuePair<(long End, long Start), long>[] taken = [.. Windows.TakeWhile(entry => entry.Key.End - 1 <= timestamp).Take(most)];
        Windows = Windows.RemoveRange(taken.Select(entry => entry.Key));
        // The first that is left has ended, or is a session that has grown since it registered the timer.
        if (!Windows.IsEmpty && Windows.First().Key is var first && (_areSessions ? first.Start : first.End - 1) <= timestamp)
            _postpone(first.End - 1);
        return [.. taken.Select(entry => Describe(entry.Key, entry.Value))];
    }
}
