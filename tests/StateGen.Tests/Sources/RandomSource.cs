using System.Runtime.CompilerServices;
using StateGen.Checkpoints;
using StateGen.Engine.Jobs;
using StateGen.TestKit.Pipelines;
using StateGen.Tests.Pipelines;

namespace StateGen.Tests.Sources;

/// <summary>
/// A source whose readers choose by a seed what each read does: events at once or later, a wait for a time or a task, a checkpoint that is requested. One read
/// fails. The splits may be added, revoked and resumed at random, too.
/// </summary>
internal sealed class RandomSource
{
    private readonly Lock _gate = new();
    private readonly Random _random;
    private readonly IReadOnlyList<Reading>[] _splits;
    private int _readsToFailure;
    private JobAttempt? _attempt;

    public RandomSource(int seed, int splits, bool changes)
    {
        _random = new(seed);
        Events = Readings.Generate(seed, _random.Next(1, 400));
        _splits = Events.Split(splits);
        _readsToFailure = _random.Next(100);
        Source = changes ? new ChangingSource(WatchAsync, ReadAsync, _splits) { Found = ..1 } : new ScriptedSource(ReadAsync, _splits);
    }

    public Reading[] Events { get; }

    public ScriptedSource Source { get; }

    public IEnumerable<ScriptedReader> Readers => Source.Readers;

    public void Open(JobAttempt attempt) => _attempt = attempt;

    public void StopFailing() => _readsToFailure = int.MaxValue;

    private async ValueTask<SplitRead> ReadAsync(ScriptedRead read)
    {
        if (Interlocked.Decrement(ref _readsToFailure) == 0)
            throw new InjectedFailureException("read");
        switch (Choose(8))
        {
            case 0:
                return SplitRead.WaitFor(TimeSpan.FromMilliseconds(1 + Choose(30)));
            case 1:
                return SplitRead.WaitFor(YieldAsync());
            case 2:
                await _attempt!.Coordinator.TriggerAsync(read.Token);
                return read.Take(1 + Choose(20));
            case 3:
                await YieldAsync();
                read.Token.ThrowIfCancellationRequested();
                return read.Take(1 + Choose(20));
            default:
                return read.Take(1 + Choose(20));
        }
    }

    /// <summary>Adds every split that the job does not know, and sometimes revokes one and resumes it later. In the end all are active.</summary>
    private async IAsyncEnumerable<SplitChange> WatchAsync(IReadOnlyList<SplitPosition> known, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var missing = new Queue<int>(Enumerable.Range(0, _splits.Length).Where(split => known.All(position => position.Id != $"{split}")));
        var active = known.Where(position => !position.IsRevoked).Select(position => position.Id).ToList();
        var revoked = known.Where(position => position.IsRevoked).Select(position => position.Id).ToList();
        for (var changes = Choose(20); changes > 0 || missing.Count > 0 || revoked.Count > 0; changes--)
        {
            await YieldAsync();
            cancellationToken.ThrowIfCancellationRequested();
            var choice = changes > 0 ? Choose(3) : 3;
            if (missing.Count > 0 && choice is 0 or 3)
            {
                var added = ScriptedSource.PositionOf(missing.Dequeue());
                active.Add(added.Id);
                yield return SplitChange.Add(added);
            }
            else if (active.Count > 0 && choice == 1)
            {
                var id = Move(active, revoked);
                yield return SplitChange.Revoke(id);
            }
            else if (revoked.Count > 0 && choice is 2 or 3)
            {
                var id = Move(revoked, active);
                yield return SplitChange.Resume(id);
            }
        }
    }

    private string Move(List<string> from, List<string> to)
    {
        var id = from[Choose(from.Count)];
        from.Remove(id);
        to.Add(id);
        return id;
    }

    private async Task YieldAsync()
    {
        for (var yields = Choose(20); yields > 0; yields--)
            await Task.Yield();
    }

    private int Choose(int count)
    {
        lock (_gate)
            return _random.Next(count);
    }
}
