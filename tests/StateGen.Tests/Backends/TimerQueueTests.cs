using StateGen.Backends;
using StateGen.Keys;

namespace StateGen.Tests.Backends;

public sealed class TimerQueueTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Random_registrations_and_deletions_with_rollbacks_agree_with_a_set(int seed)
    {
        using var store = TestStores.Open();
        var queue = store.OpenTimers<long, IntegerKeyCodec<long>>();
        var model = new HashSet<KeyedTimer<long>>();
        var random = new Random(seed);
        for (var record = 0; record < 5000; record++)
        {
            var changed = new HashSet<KeyedTimer<long>>(model);
            for (var step = random.Next(4); step > 0; step--)
                Change(queue, changed, random);
            AssertEarliest(queue, changed);
            if (random.Next(3) == 0)
                store.RollbackRecord();
            else
                (model, _) = (changed, Commit(store));
            AssertEarliest(queue, model);
        }

        Assert.Equal(model.Count, queue.Count);
    }

    [Fact]
    public void Timers_of_one_time_come_in_the_order_of_key_groups_and_encoded_keys()
    {
        using var store = TestStores.Open();
        var queue = store.OpenTimers<long, IntegerKeyCodec<long>>();
        for (var key = 0; key < 100; key++)
            queue.Register(Timer(key, 5));
        queue.Register(Timer(1000, 4));
        var taken = Take(queue, upTo: 5);
        Assert.Equal(1000, taken[0].Key);
        Assert.Equal(taken.Skip(1).OrderBy(KeyGroupOf).ThenBy(timer => timer.Key), taken.Skip(1));
        Assert.Equal(101, taken.Count);
    }

    [Fact]
    public void A_timer_later_than_wanted_or_of_another_kind_is_not_offered()
    {
        using var store = TestStores.Open();
        var queue = store.OpenTimers<long, IntegerKeyCodec<long>>();
        queue.Register(Timer(1, 10));
        Assert.False(queue.TryPeek(TimerKind.EventTime, 9, out _));
        Assert.False(queue.TryPeek(TimerKind.ProcessingTime, 10, out _));
        Assert.True(queue.TryPeek(TimerKind.EventTime, 10, out _));
    }

    [Fact]
    public async Task A_snapshot_restores_the_timers_of_the_key_groups_that_the_store_owns()
    {
        using var store = TestStores.Open();
        var queue = store.OpenTimers<long, IntegerKeyCodec<long>>();
        for (var key = 0; key < 1000; key++)
            queue.Register(Timer(key, key, key % 2 == 0 ? TimerKind.EventTime : TimerKind.ProcessingTime));
        store.CommitRecord();
        using var lower = TestStores.Open(keyGroups: new(0, 2));
        using var upper = TestStores.Open(keyGroups: new(3, TestStores.MaxParallelism - 1));
        var lowerQueue = lower.OpenTimers<long, IntegerKeyCodec<long>>();
        var upperQueue = upper.OpenTimers<long, IntegerKeyCodec<long>>();
        await store.CopyAsync(lower);
        await store.CopyAsync(upper);
        Assert.Equal(1000, lowerQueue.Count + upperQueue.Count);
        Assert.All(Take(lowerQueue, 1000), timer => Assert.InRange(KeyGroups.Of(timer.Hash, TestStores.MaxParallelism), 0, 2));
        Assert.Equal(0, Take(upperQueue, 1000).Count(timer => timer.Key % 2 == 1));
    }

    private static void Change(TimerTable<long> queue, HashSet<KeyedTimer<long>> model, Random random)
    {
        var timer = Timer(random.NextInt64(5), random.NextInt64(20));
        if (random.Next(2) == 0)
        {
            queue.Register(timer);
            model.Add(timer);
        }
        else
        {
            queue.Delete(timer);
            model.Remove(timer);
        }
    }

    private static void AssertEarliest(TimerTable<long> queue, HashSet<KeyedTimer<long>> model)
    {
        var found = queue.TryPeek(TimerKind.EventTime, long.MaxValue, out var timer);
        Assert.Equal(model.Count > 0, found);
        if (found)
            Assert.Equal(model.OrderBy(item => item.Timestamp).ThenBy(KeyGroupOf).ThenBy(item => item.Key).First(), timer);
    }

    private static bool Commit(StateStore store)
    {
        store.CommitRecord();
        return true;
    }

    private static List<KeyedTimer<long>> Take(TimerTable<long> queue, long upTo)
    {
        var taken = new List<KeyedTimer<long>>();
        for (; queue.TryPeek(TimerKind.EventTime, upTo, out var timer); queue.Delete(timer))
            taken.Add(timer);
        return taken;
    }

    private static int KeyGroupOf(KeyedTimer<long> timer) => KeyGroups.Of(timer.Hash, TestStores.MaxParallelism);

    private static KeyedTimer<long> Timer(long key, long timestamp, TimerKind kind = TimerKind.EventTime) =>
        new(kind, timestamp, key, IntegerKeyCodec<long>.Hash(in key));
}
