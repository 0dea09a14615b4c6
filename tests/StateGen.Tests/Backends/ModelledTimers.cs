using StateGen.Backends;
using StateGen.Keys;

namespace StateGen.Tests.Backends;

/// <summary>Timers of a store and the sorted set that says which ones they must be. Changed by random records.</summary>
internal sealed class ModelledTimers(int seed, long range, int maxParallelism = TestStores.MaxParallelism) : IDisposable
{
    public static readonly TimerKind[] Kinds = [TimerKind.EventTime, TimerKind.ProcessingTime, (TimerKind)byte.MaxValue];

    private readonly Random _random = new(seed);
    private readonly SortedSet<KeyedTimer<long>> _model = new(TimersInOrder.NumbersOf(maxParallelism));
    private readonly List<(KeyedTimer<long> Timer, bool IsRegistration)> _changes = [];
    private TimerTable<long>? _table;
    private long _watermark;

    public StateStore Store { get; } = TestStores.Open(maxParallelism: maxParallelism);

    private TimerTable<long> Table => _table ??= Store.OpenTimers<long, IntegerKeyCodec<long>>();

    public SortedSet<KeyedTimer<long>> Copy() => new(_model, _model.Comparer);

    public void RunRecords(int count)
    {
        for (var record = 0; record < count; record++)
        {
            for (var step = _random.Next(5); step > 0; step--)
                ChangeRandomly();
            if (_random.Next(20) == 0)
                AssertEarliest();
            EndRecord();
            if (_random.Next(20) == 0)
                AssertEarliest();
        }

        Assert.Equal(_model.Count, Table.Count);
    }

    /// <summary>Fires what a later watermark reaches. Some callbacks fail, and their timers stay; some register or delete others.</summary>
    public void AdvanceRandomly()
    {
        _watermark = Math.Min(_watermark + _random.NextInt64(1 + (range / 4)), long.MaxValue - 1 - range);
        for (var left = 500; left > 0 && Table.TryPeek(TimerKind.EventTime, _watermark, out var timer); left--)
        {
            Assert.Equal(_model.First(item => item.Kind == TimerKind.EventTime), timer);
            Delete(timer);
            for (var step = _random.Next(3); step > 0; step--)
                ChangeRandomly();
            EndRecord();
        }
    }

    public void FireAll()
    {
        foreach (var kind in Kinds)
        {
            for (; Table.TryPeek(kind, long.MaxValue, out var timer); Store.CommitRecord())
            {
                Assert.Equal(_model.First(item => item.Kind == kind), timer);
                Table.Delete(timer);
                _model.Remove(timer);
            }
        }

        Assert.Empty(_model);
        Assert.Equal(0, Table.Count);
    }

    public void Dispose() => Store.Dispose();

    private void ChangeRandomly()
    {
        var timer = RandomTimer();
        if (_random.Next(4) == 0)
            Delete(_random.Next(2) == 0 ? NextRegistered(timer) : timer);
        else
            Register(timer);
        if (_random.Next(8) == 0)
            Assert.Equal(_model.Contains(timer), Table.Contains(timer));
    }

    private KeyedTimer<long> NextRegistered(KeyedTimer<long> timer) =>
        _model.Count > 0 && _model.Comparer.Compare(timer, _model.Max) <= 0 ? _model.GetViewBetween(timer, _model.Max).Min : timer;

    // Sometimes before the watermark.
    private KeyedTimer<long> RandomTimer()
    {
        var kind = Kinds[_random.Next(10) == 0 ? _random.Next(3) : 0];
        var key = _random.NextInt64(-50, 50);
        return new(kind, _watermark - (range / 8) + _random.NextInt64(range), key, IntegerKeyCodec<long>.Hash(in key));
    }

    private void Register(KeyedTimer<long> timer)
    {
        Table.Register(timer);
        if (_model.Add(timer))
            _changes.Add((timer, true));
    }

    private void Delete(KeyedTimer<long> timer)
    {
        Table.Delete(timer);
        if (_model.Remove(timer))
            _changes.Add((timer, false));
    }

    private void EndRecord()
    {
        if (_random.Next(4) == 0)
        {
            Store.RollbackRecord();
            foreach (var (timer, isRegistration) in Enumerable.Reverse(_changes))
                _ = isRegistration ? _model.Remove(timer) : _model.Add(timer);
        }
        else
        {
            Store.CommitRecord();
        }

        _changes.Clear();
    }

    private void AssertEarliest()
    {
        foreach (var kind in Kinds)
        {
            var expected = _model.Where(item => item.Kind == kind).Take(1).ToArray();
            Assert.Equal(expected.Length > 0, Table.TryPeek(kind, long.MaxValue, out var timer));
            if (expected.Length > 0)
                Assert.Equal(expected[0], timer);
        }
    }
}

/// <summary>The order of timers, by kind first, said in another way than the product says it.</summary>
internal static class TimersInOrder
{
    public static IComparer<KeyedTimer<string>> Strings { get; } =
        Of(Comparer<string>.Create((left, right) => Encode(left).AsSpan().SequenceCompareTo(Encode(right))), TestStores.MaxParallelism);

    public static IComparer<KeyedTimer<long>> NumbersOf(int maxParallelism) => Of<long>(Comparer<long>.Default, maxParallelism);

    private static Comparer<KeyedTimer<TKey>> Of<TKey>(IComparer<TKey> keys, int maxParallelism)
        where TKey : notnull
    {
        return Comparer<KeyedTimer<TKey>>.Create(
            (left, right) => PlaceOf(left).CompareTo(PlaceOf(right)) is var order and not 0 ? order : keys.Compare(left.Key, right.Key));

        (TimerKind Kind, long Timestamp, int Group) PlaceOf(KeyedTimer<TKey> timer) => (timer.Kind, timer.Timestamp, (int)(timer.Hash % (uint)maxParallelism));
    }

    private static byte[] Encode(string key)
    {
        var writer = new KeyWriter([]);
        StringKeyCodec.Write(ref writer, in key);
        return writer.Written.ToArray();
    }
}
