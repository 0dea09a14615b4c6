using StateGen.Backends;
using StateGen.Backends.Memory.Timers;
using StateGen.Keys;
using StateGen.TestKit;
using StateGen.TestKit.Backends;

namespace StateGen.Tests.Backends;

/// <summary>The timers in memory against a sorted set.</summary>
public sealed class TimerModelTests
{
    private const TimerKind Held = (TimerKind)byte.MaxValue;

    private static readonly TimerKind[] Kinds = [TimerKind.EventTime, TimerKind.ProcessingTime, Held];

    [Theory]
    [InlineData(1, 50)]
    [InlineData(2, 3_000)]
    [InlineData(3, 5_000_000)]
    [InlineData(4, long.MaxValue / 2)]
    [InlineData(5, 1)]
    public async Task Random_records_with_rollbacks_firing_and_snapshots_agree_with_a_sorted_set(int seed, long range)
    {
        using var timers = new ModelledTimers(seed, range);
        for (var round = 0; round < TestScale.Of(12); round++)
        {
            timers.RunRecords(600);
            var expected = timers.Copy();
            using (var snapshot = timers.Store.BeginSnapshot())
            {
                var files = new MemorySnapshotFiles();
                var writing = Task.Run(() => snapshot.WriteAsync(files, CancellationToken.None));
                do
                    timers.RunRecords(50);
                while (!writing.IsCompleted);
                await writing;
                Assert.Equal(expected, await RestoreAsync(files));
            }

            timers.AdvanceRandomly();
        }

        timers.FireAll();
    }

    [Theory]
    [InlineData(6)]
    [InlineData(7)]
    public async Task A_second_snapshot_leaves_the_first_one_whole(int seed)
    {
        using var timers = new ModelledTimers(seed, 1000);
        timers.RunRecords(2000);
        var (expectedFirst, first, firstFiles) = (timers.Copy(), timers.Store.BeginSnapshot(), new MemorySnapshotFiles());
        timers.RunRecords(2000);
        var (expectedSecond, second, secondFiles) = (timers.Copy(), timers.Store.BeginSnapshot(), new MemorySnapshotFiles());
        timers.AdvanceRandomly();
        timers.RunRecords(2000);
        await second.WriteAsync(secondFiles, CancellationToken.None);
        await first.WriteAsync(firstFiles, CancellationToken.None);
        first.Dispose();
        second.Dispose();
        timers.FireAll();
        Assert.Equal(expectedFirst, await RestoreAsync(firstFiles));
        Assert.Equal(expectedSecond, await RestoreAsync(secondFiles));
    }

    [Fact]
    public async Task Removing_and_replacing_every_timer_does_not_change_a_snapshot()
    {
        using var timers = new ModelledTimers(8, 1000);
        timers.RunRecords(3000);
        for (var round = 0; round < 5; round++)
        {
            var expected = timers.Copy();
            using var snapshot = timers.Store.BeginSnapshot();
            timers.FireAll();
            timers.RunRecords(6000);
            var files = new MemorySnapshotFiles();
            await snapshot.WriteAsync(files, CancellationToken.None);
            Assert.Equal(expected, await RestoreAsync(files));
        }
    }

    [Fact]
    public void Many_timers_of_one_time_fire_by_key_group_and_encoded_key_also_those_that_come_meanwhile()
    {
        using var store = TestStores.Open();
        var queue = store.OpenTimers<string, StringKeyCodec>();
        var random = new Random(9);
        var model = new SortedSet<KeyedTimer<string>>(TimersInOrder.Strings);
        for (var i = 0; i < 20_000; i++)
            Register(Key(random), 5);
        store.CommitRecord();
        for (var fired = 0; queue.TryPeek(TimerKind.EventTime, 5, out var timer); fired++)
        {
            Assert.Equal(model.Min, timer);
            queue.Delete(timer);
            model.Remove(timer);
            if (fired % 7 == 0)
                Register(Key(random), 4 + random.Next(2));
            if (fired % 3 == 0)
                Register(timer.Key + "+", 6);
            store.CommitRecord();
        }

        Assert.All(model, timer => Assert.Equal(6, timer.Timestamp));
        Assert.Equal(model.Count, queue.Count);

        void Register(string key, long timestamp)
        {
            var timer = new KeyedTimer<string>(TimerKind.EventTime, timestamp, key, StringKeyCodec.Hash(in key));
            queue.Register(timer);
            model.Add(timer);
        }
    }

    [Fact]
    public void A_million_timers_fire_in_order_and_then_registering_deleting_and_firing_allocate_nothing()
    {
        const int Count = 1_000_000;
        const int Warm = 3 * Count;
        using var store = TestStores.Open();
        var queue = store.OpenTimers<long, IntegerKeyCodec<long>>();
        var random = new Random(10);
        var (fired, last) = (0L, long.MinValue);
        for (var now = 0L; now < Count; now++)
            Step(now);
        Assert.Equal(Count, fired + queue.Count);
        for (var now = (long)Count; now < Warm; now++)
            Step(now);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var now = (long)Warm; now < Warm + (Count / 2); now++)
        {
            Step(now);
            var deleted = Timer(now, now + Count);
            queue.Register(deleted);
            queue.Delete(deleted);
            store.CommitRecord();
        }

        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 1024 * 1024);
        Assert.Equal(Warm + (Count / 2), fired + queue.Count);

        void Step(long now)
        {
            queue.Register(Timer(now, now + 1 + random.Next(2 * Count)));
            for (; queue.TryPeek(TimerKind.EventTime, now, out var timer); fired++)
            {
                Assert.True(timer.Timestamp >= last);
                last = timer.Timestamp;
                queue.Delete(timer);
            }

            store.CommitRecord();
        }
    }

    [Fact]
    public void Timers_that_are_deleted_before_they_are_due_do_not_stay_in_memory()
    {
        const int Kept = 100;
        using var store = TestStores.Open();
        var queue = store.OpenTimers<long, IntegerKeyCodec<long>>();
        for (var key = 0; key < Kept; key++)
            queue.Register(Timer(key, long.MaxValue));
        DeleteMany(20_000);
        var before = GC.GetAllocatedBytesForCurrentThread();
        DeleteMany(1_000_000);
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 256 * 1024);
        Assert.Equal(Kept, queue.Count);
        Assert.True(queue.TryPeek(TimerKind.EventTime, long.MaxValue, out _));

        void DeleteMany(int count)
        {
            for (var i = 0; i < count; i++)
            {
                var timer = Timer(i, 1_000_000 + (i % 5000));
                queue.Register(timer);
                queue.Delete(timer);
                store.CommitRecord();
            }
        }
    }

    // Lengths around 8 bytes, long common beginnings, and zeros, which the encoding escapes.
    private static string Key(Random random) => random.Next(4) switch
    {
        0 => $"{random.Next(100)}",
        1 => $"customer-with-a-long-name-{random.Next(100_000)}",
        2 => new string('\0', random.Next(20)) + random.Next(100),
        _ => new string('x', random.Next(400)) + (char)random.Next('a', 'ÿ'),
    };

    private static KeyedTimer<long> Timer(long key, long timestamp) => new(TimerKind.EventTime, timestamp, key, IntegerKeyCodec<long>.Hash(in key));

    private static async Task<SortedSet<KeyedTimer<long>>> RestoreAsync(MemorySnapshotFiles files)
    {
        using var store = TestStores.Open();
        var queue = (TimerQueue<long, IntegerKeyCodec<long>>)store.OpenTimers<long, IntegerKeyCodec<long>>();
        await store.StartAsync([new(store.Options.KeyGroups, ListCounter: 0, files)], CancellationToken.None);
        var timers = new SortedSet<KeyedTimer<long>>(TimersInOrder.Numbers);
        foreach (var kind in Kinds)
        {
            for (; queue.TryPeek(kind, long.MaxValue, out var timer); queue.Delete(timer))
                Assert.True(timers.Add(timer));
        }

        Assert.Equal(0, queue.Count);
        return timers;
    }

    /// <summary>The order of timers, by kind first, said in another way than the product says it.</summary>
    private static class TimersInOrder
    {
        public static IComparer<KeyedTimer<long>> Numbers { get; } = Of<long>(Comparer<long>.Default);

        public static IComparer<KeyedTimer<string>> Strings { get; } = Of(Comparer<string>.Create((left, right) => Encode(left).AsSpan().SequenceCompareTo(Encode(right))));

        private static Comparer<KeyedTimer<TKey>> Of<TKey>(IComparer<TKey> keys)
            where TKey : notnull => Comparer<KeyedTimer<TKey>>.Create((left, right) => (left.Kind, left.Timestamp, Group(left)).CompareTo((right.Kind, right.Timestamp, Group(right))) is var order and not 0
                ? order
                : keys.Compare(left.Key, right.Key));

        private static int Group<TKey>(KeyedTimer<TKey> timer)
            where TKey : notnull => KeyGroups.Of(timer.Hash, TestStores.MaxParallelism);

        private static byte[] Encode(string key)
        {
            var writer = new KeyWriter([]);
            StringKeyCodec.Write(ref writer, in key);
            return writer.Written.ToArray();
        }
    }

    private sealed class ModelledTimers(int seed, long range) : IDisposable
    {
        private readonly Random _random = new(seed);
        private readonly SortedSet<KeyedTimer<long>> _model = new(TimersInOrder.Numbers);
        private readonly List<(KeyedTimer<long> Timer, bool IsRegistration)> _changes = [];
        private TimerTable<long>? _table;
        private long _watermark;

        public StateStore Store { get; } = TestStores.Open();

        private TimerTable<long> Table => _table ??= Store.OpenTimers<long, IntegerKeyCodec<long>>();

        public SortedSet<KeyedTimer<long>> Copy() => new(_model, TimersInOrder.Numbers);

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
            _model.Count > 0 && TimersInOrder.Numbers.Compare(timer, _model.Max) <= 0 ? _model.GetViewBetween(timer, _model.Max).Min : timer;

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
}
