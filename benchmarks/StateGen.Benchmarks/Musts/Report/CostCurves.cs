using StateGen.Benchmarks.Memory;
using StateGen.Benchmarks.Musts.Experiments;
using StateGen.Benchmarks.Musts.Variants;
using static StateGen.Benchmarks.Musts.Comparisons;

namespace StateGen.Benchmarks.Musts.Report;

/// <summary>The cost of a record by the number of keys, by the number of states, and by the size of a row; keys are uniform.</summary>
internal static class CostCurves
{
    private const int RecordCount = 1 << 18;
    private const int Thousand = 1000;

    public static (string Label, Interleaving Experiment)[] Keys { get; } =
    [
        .. new[] { 10 * Thousand, 100 * Thousand, Thousand * Thousand, 10 * Thousand * Thousand }.Select(count => (count.ToString("N0"), OfKeys(count))),
    ];

    public static (string Label, Interleaving Experiment)[] States { get; } =
    [
        Of<Payload8>("1", () => new OneState()),
        Of<Payload16>("2", () => new TwoStates()),
        Of<Payload32>("4", () => new FourStates()),
        Of<Payload64>("8", () => new EightStates()),
        Of<Payload128>("16", () => new SixteenStates()),
    ];

    public static (string Label, Interleaving Experiment)[] Bytes { get; } =
    [
        Of<Payload8>("8", () => new Payload8Operator()),
        Of<Payload32>("32", () => new Payload32Operator()),
        Of<Payload64>("64", () => new Payload64Operator()),
        Of<Payload128>("128", () => new Payload128Operator()),
        Of<Payload256>("256", () => new Payload256Operator()),
    ];

    private static Interleaving OfKeys(int count) => new($"{count:N0} keys", () => new(isZipf: false, count, RecordCount),
    [
        (Own, () => new HostedOperator(new GeneratedCounters())),
        (Best, () => new BestDictionary()),
        (Bare, () => new BareTable()),
    ]);

    private static (string Label, Interleaving Experiment) Of<T>(string label, Func<KeyedOperator<long, long, long>> createOperator)
        where T : struct, IPayload<T> => (label, new(label, () => new(isZipf: false, recordCount: RecordCount),
    [
        (Own, () => new HostedOperator(createOperator())),
        (Best, () => new PayloadDictionary<T>()),
    ]));
}
