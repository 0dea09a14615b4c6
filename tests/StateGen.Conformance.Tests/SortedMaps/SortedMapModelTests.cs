using StateGen.Conformance.Tests.Probes;
using StateGen.TestKit.Backends;

namespace StateGen.Conformance.Tests.SortedMaps;

/// <summary>Random records, restores and time steps against <see cref="SortedDictionary{TKey, TValue}"/>.</summary>
public abstract class SortedMapModelTests(BackendUnderTest backend, int records) : ConformanceTests(backend)
{
    private static readonly string[] Keys = ["", "1", "11", "\0"];

    [Theory]
    [InlineData(1, 12)]
    [InlineData(2, 100)]
    [InlineData(3, 1500)]
    public async Task Every_member_agrees_with_a_sorted_dictionary(int seed, int mapKeys)
    {
        var random = new Random(seed);
        var models = Keys.ToDictionary(key => key, _ => new SortedMapModel(SortedProbe.TimeToLive));
        var host = await OpenAsync(new SortedProbe());
        for (var record = 0; record < records; record++)
        {
            var key = Keys[random.Next(Keys.Length)];
            var changed = models[key].Copy();
            var fails = random.Next(5) == 0;
            void Run() => host.Run(key, probe =>
            {
                for (var step = random.Next(12); step >= 0; step--)
                    Step(probe, changed, random, mapKeys);
                if (fails)
                    throw new InvalidOperationException("undo this");
            });
            if (fails)
                Assert.Equal("undo this", Assert.Throws<OperatorException>(Run).InnerException!.Message);
            else
                Run();
            models[key] = fails ? models[key] : changed;
            if (random.Next(10) == 0)
                Time.Milliseconds += random.Next(SortedProbe.TimeToLive / 2);
            if (random.Next(60) == 0)
            {
                var snapshot = await host.SnapshotAsync(Cancellation);
                host.Run(key, probe => probe.Clear());
                host = await OpenAsync(new SortedProbe(), Options(snapshot));
            }
        }

        foreach (var key in Keys)
        {
            host.Run(key, probe => Assert.Equal(models[key].Numbers, probe.Numbers));
            host.Run(key, probe => Assert.Equal(models[key].LiveAt(Time.Milliseconds), probe.Fading));
        }
    }

    private void Step(SortedProbe probe, SortedMapModel model, Random random, int mapKeys)
    {
        long Key() => random.Next(mapKeys) - (mapKeys / 2);
        var (key, to, now) = (Key(), Key(), Time.Milliseconds);
        switch (random.Next(24))
        {
            case 0:
                probe.Numbers.Clear();
                model.Numbers.Clear();
                break;
            case 1:
                Assert.Equal(model.Remove(key, to), probe.Numbers.RemoveRange(key, to));
                break;
            case 2:
                Assert.Equal(model.Remove(long.MinValue, to), probe.Numbers.Before(to).RemoveAll());
                break;
            case 3:
                Assert.Equal(model.Remove(key, long.MaxValue), probe.Numbers.From(key).RemoveAll());
                break;
            case 4:
                RemoveSome(probe, model, random, key, to);
                break;
            case 5:
                Assert.Equal(model.Numbers.Where(entry => key <= entry.Key && entry.Key < to), probe.Numbers.Range(key, to));
                break;
            case 6:
                Assert.Equal(model.Numbers.Where(entry => key < entry.Key).Reverse(), probe.Numbers.After(key).Reverse());
                break;
            case 7:
                Assert.Equal(model.Numbers.Count, probe.Numbers.Count);
                Assert.Equal(model.Numbers.Count(entry => entry.Key <= to), probe.Numbers.UpTo(to).Count);
                break;
            case 8 or 9:
                CheckFirst(probe.Numbers, model.Numbers);
                break;
            case 10:
                CheckLast(probe.Numbers, model.Numbers);
                break;
            case 11:
                Assert.Equal(model.Numbers.TryGetValue(key, out var expected), probe.Numbers.TryGetValue(key, out var value));
                Assert.Equal(expected, value);
                break;
            case 12:
                Assert.Equal(model.LiveAt(now).Where(entry => key <= entry.Key), probe.Fading.From(key));
                break;
            case 13:
                Assert.Equal(model.LiveAt(now).Any(), probe.Fading.TryGetFirst(out var first));
                Assert.Equal(model.LiveAt(now).FirstOrDefault(), first);
                break;
            case 14:
                Assert.Equal(model.RemoveFading(key, now), probe.Fading.Remove(key));
                break;
            case 15 or 16:
                probe.Fading[key] = model.PutFading(key, $"{random.Next()}", now);
                break;
            case 17:
                // As a queue is used: what arrives last has the highest key, and the first is taken.
                if (probe.Numbers.TryGetFirst(out var head))
                    Assert.Equal(model.Numbers.Remove(head.Key), probe.Numbers.Remove(head.Key));
                break;
            case 18:
                Assert.Equal(model.Numbers.Remove(key), probe.Numbers.Remove(key));
                break;
            default:
                probe.Numbers[key] = model.Numbers[key] = random.Next();
                break;
        }
    }

    private static void RemoveSome(SortedProbe probe, SortedMapModel model, Random random, long from, long to)
    {
        var range = probe.Numbers.Range(from, to);
        using var cursor = random.Next(2) == 0 ? range.OpenCursor() : range.Reverse().OpenCursor();
        while (cursor.MoveNext())
        {
            Assert.Equal(model.Numbers[cursor.Current.Key], cursor.Current.Value);
            if (random.Next(3) == 0)
                continue;
            cursor.RemoveCurrent();
            model.Numbers.Remove(cursor.Current.Key);
        }
    }

    private static void CheckFirst(SortedMapState<long, long> map, SortedDictionary<long, long> model)
    {
        Assert.Equal(model.Count > 0, map.TryGetFirst(out var first));
        Assert.Equal(model.FirstOrDefault(), first);
        Assert.Equal(model.Count == 0, map.IsEmpty);
    }

    private static void CheckLast(SortedMapState<long, long> map, SortedDictionary<long, long> model)
    {
        Assert.Equal(model.Count > 0, map.TryGetLast(out var last));
        Assert.Equal(model.LastOrDefault(), last);
    }
}

/// <summary>What the sorted maps of one key must hold.</summary>
internal sealed class SortedMapModel(long timeToLive)
{
    private readonly SortedDictionary<long, (string Value, long WrittenAt)> _fading = [];

    public SortedDictionary<long, long> Numbers { get; private init; } = [];

    public SortedMapModel Copy()
    {
        var copy = new SortedMapModel(timeToLive) { Numbers = new(Numbers) };
        foreach (var (key, entry) in _fading)
            copy._fading.Add(key, entry);
        return copy;
    }

    public IEnumerable<KeyValuePair<long, string>> LiveAt(long now) =>
        _fading.Where(entry => entry.Value.WrittenAt + timeToLive > now).Select(entry => KeyValuePair.Create(entry.Key, entry.Value.Value));

    public string PutFading(long key, string value, long now)
    {
        _fading[key] = (value, now);
        return value;
    }

    public bool RemoveFading(long key, long now) => _fading.Remove(key, out var entry) && entry.WrittenAt + timeToLive > now;

    public long Remove(long from, long to)
    {
        long[] removed = [.. Numbers.Keys.Where(key => from <= key && key < to)];
        return removed.Count(Numbers.Remove);
    }
}
