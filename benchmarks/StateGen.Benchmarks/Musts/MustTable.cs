using StateGen.Benchmarks.Memory;
using StateGen.Benchmarks.Musts.Experiments;
using StateGen.Benchmarks.Musts.Pipelines;
using StateGen.Benchmarks.Musts.Variants;
using static StateGen.Benchmarks.Musts.Comparisons;
using static StateGen.Benchmarks.Musts.Must;

namespace StateGen.Benchmarks.Musts;

/// <summary>The musts of the memory engine and of pipelines. Those of one experiment stand together.</summary>
internal static class MustTable
{
    private const int Million = 1_000_000;
    private const long Gigabyte = 1L << 30;
    private const int LargeWeight = 3;

    public static Must[] Create(Func<IVariant> createFaster)
    {
        var comparisons = new Comparisons(createFaster);
        var uniform = comparisons.Rows(isZipf: false);
        var zipf = comparisons.Rows(isZipf: true);
        var pause = new SnapshotPause("snapshot pause", () => new RowsAndMap(), Million);
        var largePause = new SnapshotPause("snapshot pause", () => new GeneratedCounters(), 10 * Million) { Weight = LargeWeight, MemoryNeeded = 4 * Gigabyte };
        var restore = new RestoreAgainstFill("restore", Million);
        var largeRestore = new RestoreAgainstFill("restore", 10 * Million) { Weight = LargeWeight, MemoryNeeded = 6 * Gigabyte };
        return
        [
            AtLeast(2.0, uniform, "rows vs best Dictionary, uniform", Own, Best) with { BareTable = Bare },
            AtLeast(1.7, uniform, "rows while a snapshot is always being written, uniform", WhileSnapshotting, Best),
            AtLeast(10, uniform, "rows vs three Dictionary, get and set each, uniform", Own, Three),
            AtLeast(8.5, uniform, "rows vs FASTER RMW, one thread, uniform", Own, Faster),
            AtLeast(0.97, uniform, "generated code vs hand-written code on the same loop, uniform", Own, HandWritten),
            AtMost(0, " B", uniform, "allocation per record, rows", Interleaving.AllocationOf(Own)),

            AtLeast(2.0, zipf, "rows vs best Dictionary, Zipf", Own, Best) with { BareTable = Bare },
            AtLeast(1.8, zipf, "rows while a snapshot is always being written, Zipf", WhileSnapshotting, Best),
            AtLeast(7, zipf, "rows vs three Dictionary, get and set each, Zipf", Own, Three),
            AtLeast(6.5, zipf, "rows vs FASTER RMW, one thread, Zipf", Own, Faster),
            AtLeast(0.97, zipf, "generated code vs hand-written code on the same loop, Zipf", Own, HandWritten),

            AtMost(1.15, TimesToLive, "three values of which one has a time to live vs none", OneExpires, Own),
            AtMost(1.35, TimesToLive, "three values with a time to live vs none", AllExpire, Own),

            AtLeast(0.97, Accumulators, "reducing and aggregating states vs nullable value states", Own, ValueStates),
            AtLeast(1.7, Accumulators, "reducing and aggregating states vs best Dictionary", Own, Best),
            AtMost(0, " B", Accumulators, "allocation per record, reducing and aggregating states", Interleaving.AllocationOf(Own)),

            AtLeast(1.2, Maps, "map get and set vs Dictionary<(K, MK), V>", Own, Best),
            AtMost(0, " B", Maps, "allocation per record, map", Interleaving.AllocationOf(Own)),
            AtLeast(1.2, Lists, "list add and enumerate vs Dictionary<K, List<T>>", Own, Best),
            AtMost(0, " B", Lists, "allocation per record, list", Interleaving.AllocationOf(Own)),
            AtLeast(1.2, Timers, "timer register and fire vs PriorityQueue and HashSet", Own, Best),
            AtMost(0, " B", Timers, "allocation per record, timer", Interleaving.AllocationOf(Own)),
            AtLeast(1.2, Sample, "two values, a map and a timer vs the hand-written program", Own, Best),
            AtMost(0, " B", Sample, "allocation per record, two values, a map and a timer", Interleaving.AllocationOf(Own)),

            AtMost(1.0, Growth, "bytes per key vs Dictionary<long, Row> grown to 1 M", Own, Best),
            AtMost(100, " µs", pause, "snapshot pause, 1 M rows and 1 M map entries", SnapshotPause.Pause),
            AtMost(1.5, restore, "restore vs fill, 1 M keys", RestoreAgainstFill.Restore, RestoreAgainstFill.Fill),
            AtMost(100, " µs", largePause, "snapshot pause, 10 M rows", SnapshotPause.Pause),
            AtMost(1.5, largeRestore, "restore vs fill, 10 M keys", RestoreAgainstFill.Restore, RestoreAgainstFill.Fill),

            .. PipelineMusts.Create(),
        ];
    }
}
