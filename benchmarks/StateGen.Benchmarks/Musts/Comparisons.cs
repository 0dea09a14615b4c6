using StateGen.Benchmarks.Memory;
using StateGen.Benchmarks.Musts.Experiments;
using StateGen.Benchmarks.Musts.Variants;

namespace StateGen.Benchmarks.Musts;

/// <summary>The experiments that compare StateGen with hand-written code and with FASTER, which another project provides.</summary>
internal sealed class Comparisons(Func<IVariant> createFaster)
{
    public const string Own = "StateGen";
    public const string WhileSnapshotting = "StateGen, snapshot being written";
    public const string WhileOther = "StateGen, snapshot of another one being written";
    public const string HandWritten = "hand-written, same loop";
    public const string Best = "best Dictionary";
    public const string Three = "three Dictionary";
    public const string Faster = "FASTER";
    public const string Bare = "bare table";
    public const string OneExpires = "one of three expires";
    public const string AllExpire = "all three expire";
    public const string ValueStates = "value states";

    private const int RowsWeight = 3;
    private const int CollectionsWeight = 2;

    // So many that a snapshot is written from its beginning to its end in a pass: at first, nearly every record keeps a row for it, and at the end none does.
    private const int RowsRecords = 1 << 22;
    private const int CollectionsKeys = 1 << 17;
    private const int CollectionsRecords = 1 << 18;

    // 64 records per key, of which one in eight clears its list.
    private const int UntilFewListsAreLonger = 16;

    public Interleaving Rows(bool isZipf) => new($"rows, {(isZipf ? "Zipf 0.99" : "uniform")}", () => new(isZipf, recordCount: RowsRecords),
    [
        (Own, () => new HostedOperator(new GeneratedCounters())),
        (WhileSnapshotting, () => new SnapshottingOperator(new GeneratedCounters())),
        (WhileOther, () => new SnapshottingOperator(new GeneratedCounters(), other: new GeneratedCounters())),
        (HandWritten, () => new HostedOperator(new HandWrittenCounters())),
        (Best, () => new BestDictionary()),
        (Three, () => new ThreeDictionaries()),
        (Faster, createFaster),
        (Bare, () => new BareTable()),
    ])
    { Weight = RowsWeight };

    public static Interleaving TimesToLive { get; } = new("time to live", () => new(isZipf: false, recordCount: RowsRecords),
    [
        (Own, () => new ExpiringCounters(new GeneratedCounters())),
        (OneExpires, () => new ExpiringCounters(new OneExpiringCounter())),
        (AllExpire, () => new ExpiringCounters(new ThreeExpiringCounters())),
    ])
    { Weight = CollectionsWeight };

    public static Interleaving Accumulators { get; } = new("accumulators", () => new(isZipf: false, recordCount: RowsRecords),
    [
        (Own, () => new HostedOperator(new AccumulatorCounters())),
        (ValueStates, () => new HostedOperator(new OptionalValueCounters())),
        (Best, () => new OptionalValueDictionary()),
    ])
    { Weight = CollectionsWeight };

    public static Interleaving Maps { get; } = new("map, get and set", () => Collections(MapCounters.EntriesPerKey),
    [
        (Own, () => new HostedOperator(new MapCounters())),
        (Best, () => new PairDictionary()),
    ])
    { Weight = CollectionsWeight };

    public static Interleaving Lists { get; } = new("list, add and enumerate", () => Collections(),
    [
        (Own, () => new HostedOperator(new ValueLists())),
        (Best, () => new ListDictionary()),
    ])
    { Weight = CollectionsWeight, FirstWarmUps = UntilFewListsAreLonger, GrowsInWarmUp = true };

    public static Interleaving Timers { get; } = new("timer, register and fire", () => new(isZipf: false, recordCount: CollectionsRecords),
    [
        (Own, () => new HostedOperator(new TimerPerRecord()) { FiresTimers = true }),
        (Best, () => new QueuedTimers()),
    ])
    { Weight = CollectionsWeight };

    public static Interleaving Sample { get; } = new("two values, a map and a timer", () => Collections(),
    [
        (Own, () => new HostedOperator(new GeneratedDelays()) { FiresTimers = true }),
        (Best, () => new HandWrittenDelays()),
    ])
    { Weight = CollectionsWeight, FirstWarmUps = UntilFewListsAreLonger, GrowsInWarmUp = true };

    public static BytesPerKey Growth { get; } = new("bytes per key", Workload.KeyCount,
    [
        (Own, () => new HostedOperator(new GeneratedCounters())),
        (Best, () => new BestDictionary()),
    ]);

    private static Workload Collections(int valuesPerKey = 1) => new(isZipf: false, CollectionsKeys, CollectionsRecords) { ValuesPerKey = valuesPerKey };
}
