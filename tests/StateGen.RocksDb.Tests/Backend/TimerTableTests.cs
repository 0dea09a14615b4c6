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
