using StateGen.Backends;
using StateGen.Backends.Memory.Timers;
using StateGen.Keys;
using StateGen.TestKit;

namespace StateGen.Tests.Backends;

/// <summary>The timers in memory against a sorted set.</summary>
public sealed class TimerModelTests
{
    [Theory]
    [InlineData(1, 50)]
    [InlineData(2, 3_000)]
    [InlineData(3, 5_000_000)]
    [InlineData(4, long.MaxValue / 2)]
    [InlineData(5, 1)]
    [InlineData(11, 3, 7)]
    [InlineData(12, 3, 100)]
    [InlineData(13, 3, 1000)]
    [InlineData(14, 1, KeyGroups.HighestMaxParallelism)]
    public async Task Random_records_with_rollbacks_firing_and_snapshots_agree_with_a_sorted_set(
        int seed, long range, int maxParallelism = TestStores.MaxParallelism)
    {
        using var timers = new ModelledTimers(seed, range, maxParallelism);
        for (var round = 0; round < TestScale.Of(12); round++)
        {
            timers.RunRecords(600);
            var expected = timers.Copy();
            using (var snapshot = timers.Store.BeginSnapshot())
            {
                var files = new MemorySnapshotFiles();
                var writing = Task.Run(() => snapshot.WriteAsync(files, TestContext.Current.CancellationToken), TestContext.Current.CancellationToken);
                do
                    timers.RunRecords(50);
                while (!writing.IsCompleted);
                await writing;
                Assert.Equal(expected, await RestoreAsync(files, maxParallelism));
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
    public void A_million_timers_fire_in_order_and_registering_deleting_and_firing_allocate_nothing()
    {
        const int Count = 1_000_000;
        const int Steps = 200_000;
        using var store = TestStores.Open();
        var queue = store.OpenTimers<long, IntegerKeyCodec<long>>();
        var times = Enumerable.Range(0, Count).ToArray();
        new Random(10).Shuffle(times);
        foreach (var time in times)
            Register(time);
        for (var now = 0; now < Steps; now++)
            Step(now);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var now = Steps; now < 2 * Steps; now++)
            Step(now);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 64 * 1024);
        Assert.Equal(Count, queue.Count);
        for (var now = 2 * Steps; queue.TryPeek(TimerKind.EventTime, long.MaxValue, out var timer); now++)
            Fire(timer, now);
        Assert.Equal(0, queue.Count);

        void Step(int now)
        {
            Assert.True(queue.TryPeek(TimerKind.EventTime, now, out var timer));
            Fire(timer, now);
            Register(now + Count);
            var deleted = Timer(now, now + 500);
            queue.Register(deleted);
            queue.Delete(deleted);
            store.CommitRecord();
        }

        void Register(int time)
        {
            queue.Register(Timer(time % Count, time));
            store.CommitRecord();
        }

        void Fire(KeyedTimer<long> timer, int now)
        {
            if (timer.Key != now % Count || timer.Timestamp != now)
                Assert.Fail($"{timer} fired at {now}.");
            queue.Delete(timer);
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

    private static async Task<SortedSet<KeyedTimer<long>>> RestoreAsync(MemorySnapshotFiles files, int maxParallelism = TestStores.MaxParallelism)
    {
        using var store = TestStores.Open(maxParallelism: maxParallelism);
        var queue = (TimerQueue<long, IntegerKeyCodec<long>>)store.OpenTimers<long, IntegerKeyCodec<long>>();
        await store.StartAsync([new(store.Options.KeyGroups, ListCounter: 0, files)], CancellationToken.None);
        var timers = new SortedSet<KeyedTimer<long>>(TimersInOrder.NumbersOf(maxParallelism));
        foreach (var kind in ModelledTimers.Kinds)
        {
            for (; queue.TryPeek(kind, long.MaxValue, out var timer); queue.Delete(timer))
                Assert.True(timers.Add(timer));
        }

        Assert.Equal(0, queue.Count);
        return timers;
    }
}
