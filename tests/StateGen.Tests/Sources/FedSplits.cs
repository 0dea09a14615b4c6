using StateGen.Tests.Pipelines;

namespace StateGen.Tests.Sources;

/// <summary>The events of splits that a test hands out while the job runs. A split without events waits for a task. Thread-safe.</summary>
internal sealed class FedSplits
{
    private readonly Lock _gate = new();
    private readonly List<Reading>[] _splits;
    private readonly bool[] _ended;

    // What waits for it is told at once, so that a barrier that is sent after an event does not pass before the split knows of it.
    private TaskCompletionSource _fed = new();

    public FedSplits(int count)
    {
        _splits = [.. Enumerable.Range(0, count).Select(_ => new List<Reading>())];
        _ended = new bool[count];
    }

    /// <summary>The lists, for the source. The reads do not use them.</summary>
    public IReadOnlyList<Reading>[] Splits => _splits;

    /// <summary>Hands out an event of a sensor of the split at a time.</summary>
    public void Feed(int split, params long[] milliseconds) =>
        Change(() => _splits[split].AddRange(milliseconds.Select(time => new Reading($"sensor-{split}-{time}", 1, time))));

    public void End(params int[] splits) => Change(() =>
    {
        foreach (var split in splits)
            _ended[split] = true;
    });

    public ValueTask<SplitRead> ReadAsync(ScriptedRead read)
    {
        lock (_gate)
        {
            var isEnd = read.Next == _splits[read.Split].Count;
            return new(isEnd && !_ended[read.Split] ? SplitRead.WaitFor(_fed.Task) : read.Take());
        }
    }

    private void Change(Action change)
    {
        TaskCompletionSource fed;
        lock (_gate)
        {
            change();
            fed = _fed;
            _fed = new();
        }

        fed.SetResult();
    }
}
