using FsCheck;
using FsCheck.Fluent;
using StateGen.TestKit;

namespace StateGen.RocksDb.Tests.Backend;

public sealed class TimerTableTests : StoreFixture
{
    private static readonly string[] Keys = ["", "a", "aa", "b"];

    [Fact]
    public void Timers_fire_in_the_order_of_time_negative_ones_first()
    {
        foreach (var timestamp in (long[])[5, -3, long.MinValue, 0, long.MaxValue, 300])
            Store.Record("key", () => Store.Register("key", timestamp));
        Assert.Equal([long.MinValue, -3, 0, 5, 300], Store.Fire(1_000).Select(timer => timer.Timestamp));
        Assert.Equal(1, Store.Timers.Count);
    }

    [Fact]
    public void A_second_registration_is_the_same_timer()
    {
        Store.Record("key", () => Store.Register("key", 1));
        Store.Record("key", () => Store.Register("key", 1));
        Assert.Equal(1, Store.Timers.Count);
        Assert.Single(Store.Fire(1));
    }

    [Fact]
    public void A_timer_later_than_asked_for_is_not_seen()
    {
        Store.Record("key", () => Store.Register("key", 10));
        Assert.False(Store.Timers.TryPeek(TimerKind.EventTime, 9, out _));
        Assert.True(Store.Timers.TryPeek(TimerKind.EventTime, 10, out var timer));
        Assert.Equal(OpenStore.Timer("key", 10), timer);
    }

    [Fact]
    public void Kinds_are_apart()
    {
        var held = OpenStore.Timer("key", 1, (TimerKind)byte.MaxValue);
        Store.Record("key", () => Store.Timers.Register(held));
        Assert.False(Store.Timers.TryPeek(TimerKind.EventTime, long.MaxValue, out _));
        Assert.False(Store.Timers.Contains(OpenStore.Timer("key", 1)));
        Assert.True(Store.Timers.Contains(held));
        Assert.True(Store.Timers.TryPeek(held.Kind, long.MaxValue, out var found));
        Assert.Equal(held, found);
    }

    /// <summary>More timers than are in memory, so that registrations, deletions, failures and peeks hit both parts and the border between them.</summary>
    [Fact]
    public void Many_timers_in_any_records_are_those_of_a_sorted_set()
    {
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(TestScale.Of(6)),
            Prop.ForAll(ArbMap.Default.ArbFor<int>(), seed => AreThoseOfASortedSet(new Random(seed))));
    }

    [Fact]
    public void Long_keys_in_any_order_are_found_and_fire()
    {
        string[] keys = [.. Enumerable.Range(0, 100).Select(key => $"{key:D2}{new string('x', 60_000)}")];
        for (var index = 0; index < keys.Length; index++)
        {
            var (key, timestamp) = (keys[index], (index * 37) % 100);
            Store.Record(key, () => Store.Register(key, timestamp));
            Assert.True(Store.Timers.TryPeek(TimerKind.EventTime, long.MaxValue, out _));
        }

        for (var index = 0; index < keys.Length; index++)
            Assert.True(Store.Timers.Contains(OpenStore.Timer(keys[index], (index * 37) % 100)));
        Assert.Equal(Enumerable.Range(0, 100).Select(time => (long)time), Store.Fire(1_000).Select(timer => timer.Timestamp));
        Assert.Equal(0, Store.Timers.Count);
    }

    [Fact]
    public void A_record_that_fires_registers_and_fails_at_the_border_of_memory_changes_nothing()
    {
        for (var timestamp = 0; timestamp < 3_000; timestamp++)
            Store.Record("key", () => Store.Register("key", timestamp));
        Store.FailingRecord("key", () =>
        {
            for (var timestamp = 0; timestamp < 2_900; timestamp++)
            {
                Assert.True(Store.Timers.TryPeek(TimerKind.EventTime, long.MaxValue, out var timer));
                Assert.Equal(timestamp, timer.Timestamp);
                Store.Timers.Delete(timer);
            }

            for (var timestamp = -3_000; timestamp < 0; timestamp++)
                Store.Register("key", timestamp);
            Assert.Equal(-3_000, Store.Timers.EarliestTime(TimerKind.EventTime));
            Assert.Equal(3_100, Store.Timers.Count);
        });
        Assert.Equal(3_000, Store.Timers.Count);
        Assert.Equal(Enumerable.Range(0, 3_000).Select(time => (long)time), Store.Fire(10_000).Select(timer => timer.Timestamp));
    }

    [Fact]
    public void Timers_are_no_entries_of_state()
    {
        Store.Record("key", () => Store.Register("key", 1));
        Assert.Equal(0, Store.Store.CountEntries());
    }

    [Fact]
    public void Any_records_failing_or_not_fire_what_a_sorted_set_would()
    {
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(TestScale.Of(40)), Prop.ForAll(ArbMap.Default.ArbFor<int>(), seed => FiresAsASortedSet(new Random(seed))));
    }

    private bool FiresAsASortedSet(Random random)
    {
        var expected = new SortedSet<(long Timestamp, string Key)>();
        for (var record = 0; record < 60; record++)
        {
            var scratch = new SortedSet<(long, string)>(expected);
            if (random.Next(4) == 0)
            {
                Store.FailingRecord("", () => Change(random, scratch));
                scratch = expected;
            }
            else
            {
                Store.Record("", () => Change(random, scratch));
            }

            expected = scratch;
            FireAndCompare(random.Next(-5, 20), expected);
            if (random.Next(10) == 0)
                Store.Store.CompleteBatch();
        }

        FireAndCompare(long.MaxValue, expected);
        return Store.Timers.Count == 0;
    }

    private bool AreThoseOfASortedSet(Random random)
    {
        var expected = new SortedSet<(long Timestamp, string Key)>();
        var now = 0L;
        Store.Record("", () => ChangeMany(random, expected, 4_000, now, mostAhead: 20_000));
        if (random.Next(2) == 0)
            Assert.Equal(expected.Count, Store.Timers.Count);
        for (var record = 0; record < 150; record++)
        {
            var scratch = new SortedSet<(long, string)>(expected);
            var (count, mostAhead) = (random.Next(8) == 0 ? 2_500 : random.Next(20), random.Next(2) == 0 ? 20_000 : 500);
            if (random.Next(3) == 0)
            {
                Store.FailingRecord("", () => ChangeMany(random, scratch, count, now, mostAhead));
                scratch = expected;
            }
            else
            {
                Store.Record("", () => ChangeMany(random, scratch, count, now, mostAhead));
            }

            expected = scratch;
            now += random.Next(6) == 0 ? random.Next(3_000) : random.Next(30);
            FireAndCompare(now, expected);
            if (random.Next(10) == 0)
                Store.Store.CompleteBatch();
            if (random.Next(20) == 0)
                Assert.Equal(expected.Count, Store.Timers.Count);
        }

        FireAndCompare(long.MaxValue, expected);
        return Store.Timers.Count == 0;
    }

    private void ChangeMany(Random random, SortedSet<(long Timestamp, string Key)> expected, int count, long now, int mostAhead)
    {
        for (; count > 0; count--)
        {
            var (timestamp, key) = (now + random.Next(mostAhead), Keys[random.Next(Keys.Length)]);
            if (random.Next(3) == 0 && expected.Count > 0)
                (timestamp, key) = random.Next(2) == 0 ? expected.Min : expected.Max;
            Assert.Equal(expected.Contains((timestamp, key)), Store.Timers.Contains(OpenStore.Timer(key, timestamp)));
            if (random.Next(3) > 0)
            {
                Store.Register(key, timestamp);
                expected.Add((timestamp, key));
            }
            else
            {
                Store.DeleteTimer(key, timestamp);
                expected.Remove((timestamp, key));
            }

            if (random.Next(3) == 0)
                Assert.Equal(expected.Count == 0 ? long.MaxValue : expected.Min.Timestamp, Store.Timers.EarliestTime(TimerKind.EventTime));
        }
    }

    private void Change(Random random, SortedSet<(long Timestamp, string Key)> expected)
    {
        for (var step = random.Next(5); step > 0; step--)
        {
            var (timestamp, key) = (random.Next(-5, 30), Keys[random.Next(Keys.Length)]);
            if (random.Next(3) > 0)
            {
                Store.Register(key, timestamp);
                expected.Add((timestamp, key));
            }
            else
            {
                Store.DeleteTimer(key, timestamp);
                expected.Remove((timestamp, key));
            }

            var any = Store.Timers.TryPeek(TimerKind.EventTime, long.MaxValue, out var earliest);
            Assert.Equal(expected.Count > 0, any);
            Assert.True(!any || expected.Min.Timestamp == earliest.Timestamp);
        }
    }

    private void FireAndCompare(long upTo, SortedSet<(long Timestamp, string Key)> expected)
    {
        var due = expected.Where(timer => timer.Timestamp <= upTo).ToList();
        var fired = Store.Fire(upTo);
        Assert.Equal(due.Select(timer => timer.Timestamp), fired.Select(timer => timer.Timestamp));
        Assert.Equal(due.ToHashSet(), fired.ToHashSet());
        expected.ExceptWith(due);
    }
}
