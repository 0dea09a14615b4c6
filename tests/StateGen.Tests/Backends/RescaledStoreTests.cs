using StateGen.Backends;

namespace StateGen.Tests.Backends;

/// <summary>State of any number of key groups, also one that is no power of two, moves between subtasks whose ranges are of different sizes.</summary>
public sealed class RescaledStoreTests
{
    private const int KeyCount = 500;
    private const int NumberCount = 4 * KeyCount;

    [Theory]
    [InlineData(1, 7, 3, 2)]
    [InlineData(2, 7, 2, 7)]
    [InlineData(3, 100, 7, 3)]
    [InlineData(4, 100, 1, 11)]
    [InlineData(5, 128, 5, 9)]
    [InlineData(6, 1000, 3, 7)]
    public async Task Every_key_and_timer_is_in_the_one_store_that_owns_its_key_group(int seed, int maxParallelism, int before, int after)
    {
        using var stores = new StoresOfSubtasks(maxParallelism, before);
        var model = new Dictionary<long, List<long>>();
        var random = new Random(seed);
        for (var number = 1; number <= NumberCount; number++)
            Add(stores, random.NextInt64(KeyCount), number, model);
        for (var key = 0L; key < KeyCount; key += 5)
        {
            stores.OwnerOf(key).Remove(key);
            model[key] = [];
        }

        var parts = await WriteWhileChangingAsync(stores, random);
        using var restored = new StoresOfSubtasks(maxParallelism, after);
        await restored.StartAsync(parts);
        AssertState(restored, model);
        AssertTimersFireInOrder(restored);
    }

    // The changes after the beginning are not in the snapshots.
    private static async Task<List<RestoredState>> WriteWhileChangingAsync(StoresOfSubtasks stores, Random random)
    {
        var snapshots = stores.Subtasks.Select(subtask => (subtask.Store.Options.KeyGroups, Snapshot: subtask.Store.BeginSnapshot())).ToArray();
        var parts = new List<RestoredState>();
        foreach (var (keyGroups, snapshot) in snapshots)
        {
            for (var number = NumberCount; number < NumberCount + KeyCount; number++)
                Add(stores, random.NextInt64(2 * KeyCount), number, []);
            var files = new MemorySnapshotFiles();
            await snapshot.WriteAsync(files, CancellationToken.None);
            parts.Add(new(keyGroups, snapshot.ListCounter, files));
            snapshot.Dispose();
        }

        return parts;
    }

    private static void Add(StoresOfSubtasks stores, long key, long number, Dictionary<long, List<long>> model)
    {
        stores.OwnerOf(key).Add(key, number);
        if (!model.TryGetValue(key, out var numbers))
            model[key] = numbers = [];
        numbers.Add(number);
    }

    private static void AssertState(StoresOfSubtasks stores, Dictionary<long, List<long>> model)
    {
        for (var key = 0L; key < 2 * KeyCount; key++)
        {
            var numbers = model.GetValueOrDefault(key) ?? [];
            var entries = numbers.Select(number => $"{number}={number}").Order(StringComparer.Ordinal);
            var expected = $"{numbers.LastOrDefault()}; {string.Join(',', entries)}; {string.Join(',', numbers)}";
            Assert.Equal(expected, stores.OwnerOf(key).Describe(key));
        }

        var held = model.Values.Sum(numbers => (2 * numbers.Count) + Math.Min(1, numbers.Count));
        Assert.Equal(held, stores.Subtasks.Sum(subtask => subtask.Store.CountEntries()));
    }

    // Every number is the time of a timer, also of keys that were removed.
    private static void AssertTimersFireInOrder(StoresOfSubtasks stores)
    {
        var fired = new List<long>();
        foreach (var subtask in stores.Subtasks)
        {
            var last = 0L;
            for (; subtask.Timers.TryPeek(TimerKind.EventTime, long.MaxValue, out var timer); subtask.Timers.Delete(timer))
            {
                Assert.True(timer.Timestamp > last);
                Assert.Same(subtask, stores.OwnerOf(timer.Key));
                last = timer.Timestamp;
                fired.Add(last);
            }
        }

        Assert.Equal(Enumerable.Range(1, NumberCount).Select(number => (long)number), fired.Order());
    }
}
