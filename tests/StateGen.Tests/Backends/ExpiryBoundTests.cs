using StateGen.TestKit;

namespace StateGen.Tests.Backends;

/// <summary>What has expired takes a bounded part of memory, whatever is written, and though nobody reads it.</summary>
public sealed class ExpiryBoundTests(ITestOutputHelper output)
{
    // If so many entries expire between two batches, the batches remove a slice each until the bound holds again.
    private const int Slice = 8192;

    public static MatrixTheoryData<ExpiringKind, int, int> Cases => new(Enum.GetValues<ExpiringKind>(), [1, 1024], [1, 2, 3]);

    public static TheoryData<ExpiringKind> Kinds => [.. Enum.GetValues<ExpiringKind>()];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Entries_are_at_most_twice_the_live_ones_after_every_batch_of_any_pattern(ExpiringKind kind, int batchSize, int seed)
    {
        using var tables = new ExpiringTables(kind);
        WritePatterns(tables, batchSize, new Random(seed), phases: TestScale.Of(8), records: batchSize == 1 ? 10_000 : 120_000);
    }

    [Fact]
    public void The_bound_holds_for_the_tables_of_one_store_together()
    {
        using var tables = new ExpiringTables(
            ExpiringKind.Rows, ExpiringKind.SmallMaps, ExpiringKind.LargeMaps, ExpiringKind.SmallLists, ExpiringKind.LongLists, ExpiringKind.SmallMaps);
        WritePatterns(tables, batchSize: 1024, new Random(3), phases: TestScale.Of(8), records: 30_000);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void An_idle_table_becomes_empty_and_gives_its_memory_back(ExpiringKind kind)
    {
        using var tables = new ExpiringTables(kind);
        for (var id = 0; id < 200_000; id++)
        {
            tables.Write(id);
            if (id % 1024 == 0)
                tables.Store.CompleteBatch();
        }

        var peak = tables.Store.ReadStatistics().SizeBytes!.Value;
        tables.Time.Milliseconds += ExpiringTables.TimeToLive;
        var slices = 0;
        while (tables.Store.RemoveExpired())
            Assert.True(++slices < 200_000 / Slice, $"{tables.Entries} entries are left after {slices} slices.");
        Assert.InRange(tables.Entries, 0, 4096);
        for (slices = 0; tables.Entries > 0; slices++)
        {
            Assert.True(slices < 40, $"{tables.Entries} entries are left in an idle table after {slices} slices.");
            tables.Store.RemoveExpired();
        }

        tables.Store.CompleteBatch();
        Assert.InRange(tables.Store.ReadStatistics().SizeBytes!.Value, 0, peak / 10);
    }

    private void WritePatterns(ExpiringTables tables, int batchSize, Random random, int phases, int records)
    {
        var nextId = 0L;
        for (var phase = 0; phase < phases; phase++)
        {
            var pattern = WritePattern.Next(random, records);
            output.WriteLine($"Phase {phase}: {pattern}, {tables.Entries} entries, {tables.Live} live.");
            foreach (var (id, elapsed) in pattern.Writes(random, nextId))
            {
                nextId = Math.Max(nextId, id + 1);
                tables.Time.Milliseconds += elapsed;
                tables.Write(id);
                if (random.Next(batchSize) == 0)
                    CompleteBatch(tables, ref nextId);
            }
        }
    }

    private static void CompleteBatch(ExpiringTables tables, ref long nextId)
    {
        var before = tables.Entries;
        tables.Store.CompleteBatch();
        var after = tables.Entries;
        Assert.True(
            after <= tables.MostEntries || before - after >= Slice,
            $"{after} entries, of which {tables.Live} are live, are left of {before} after a batch that ended with id {nextId - 1}.");
    }
}

/// <summary>A number of writes that are alike.</summary>
/// <param name="Kind">What is written.</param>
/// <param name="Records">The number of writes.</param>
/// <param name="RecordsPerSecond">How fast they follow each other.</param>
/// <param name="Keys">The number of ids, if they are repeated.</param>
internal sealed record WritePattern(WritePatternKind Kind, int Records, double RecordsPerSecond, int Keys)
{
    public static WritePattern Next(Random random, int most)
    {
        var kind = (WritePatternKind)random.Next((int)WritePatternKind.Quiet + 1);
        var records = kind == WritePatternKind.Quiet ? Math.Min(most, 1000) : random.Next(most / 4, most);
        // A slow phase lasts several times to live; a burst is over at once.
        var rate = kind == WritePatternKind.Quiet ? 10 * Math.Pow(10, random.NextDouble()) : 100 * Math.Pow(10, 4 * random.NextDouble());
        return new(kind, records, rate, 1 << random.Next(1, 16));
    }

    /// <summary>The ids, each with the milliseconds since the one before.</summary>
    /// <param name="random">The source of chance.</param>
    /// <param name="nextId">The first id that was never written.</param>
    public IEnumerable<(long Id, int Elapsed)> Writes(Random random, long nextId)
    {
        var time = 0.0;
        for (var i = 0; i < Records; i++)
        {
            var before = (long)time;
            time += 1000 / RecordsPerSecond;
            yield return (IdOf(random, nextId, i), (int)((long)time - before));
        }
    }

    private long IdOf(Random random, long nextId, int index) => Kind switch
    {
        WritePatternKind.EverNew or WritePatternKind.Quiet => nextId + index,
        WritePatternKind.Hot => (long)(Keys * Math.Pow(random.NextDouble(), 4)),
        WritePatternKind.Rewriting => nextId == 0 ? index : random.NextInt64(nextId),
        _ => index % 2 == 0 ? nextId + index : random.NextInt64(Keys),
    };
}

internal enum WritePatternKind
{
    EverNew,
    Hot,
    Rewriting,
    Mixed,
    Quiet,
}
