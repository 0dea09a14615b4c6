using System.Collections.Immutable;
using StateGen.Generated;
using StateGen.Serialization;
using StateGen.Serialization.Collections;

namespace StateGen.Benchmarks.Serialization;

/// <summary>Provides the shapes that are compared with MessagePack-CSharp. Their values come from fixed seeds.</summary>
internal static class MessagePackShapes
{
    private const int Elements = 100;
    private const int Values = 8;

    public static IReadOnlyList<MessagePackShape> Create() =>
    [
        new MessagePackShape<MarkedReading, StateGen_Benchmarks_Serialization_MarkedReadingValueCodec>("a record of six fields", Readings(1, Reading.Different)),
        new MessagePackShape<List<int>, ListCodec<List<int>, ListShape<int>, int, IntegerCodec<int>>>(
            "100 integers", Each(random => Integers(random).ToList())),
        new MessagePackShape<List<string>, ListCodec<List<string>, ListShape<string>, string, StringCodec>>(
            "100 strings", Each(random => Texts(random).ToList())),
        new MessagePackShape<
            List<MarkedReading>,
            ListCodec<List<MarkedReading>, ListShape<MarkedReading>, MarkedReading, StateGen_Benchmarks_Serialization_MarkedReadingValueCodec>>(
            "100 records", Each(random => Readings(random.Next(), Elements).ToList())),
        new MessagePackShape<
            Dictionary<string, int>,
            DictionaryCodec<Dictionary<string, int>, DictionaryShape<string, int>, string, StringCodec, int, IntegerCodec<int>>>(
            "100 entries, string to int",
            Each(random => Texts(random).Zip(Integers(random)).ToDictionary(StringComparer.Ordinal)),
            new SortingFormatter<Dictionary<string, int>, string, int>(StringComparer.Ordinal)!),
        new MessagePackShape<
            ImmutableDictionary<long, double>,
            DictionaryCodec<ImmutableDictionary<long, double>, ImmutableDictionaryShape<long, double>, long, IntegerCodec<long>, double, DoubleCodec>>(
            "100 immutable entries, long to double",
            Each(random => Integers(random).ToImmutableDictionary(number => (long)number << 20, _ => random.NextDouble())),
            new SortingFormatter<ImmutableDictionary<long, double>, long, double>(Comparer<long>.Default)!),
    ];

    private static T[] Each<T>(Func<Random, T> create) => [.. Enumerable.Range(1, Values).Select(seed => create(new Random(seed)))];

    // Of usual sizes, and distinct.
    private static IEnumerable<int> Integers(Random random) => Enumerable.Range(0, Elements).Select(i => (random.Next(10_000) * Elements) + i);

    private static IEnumerable<string> Texts(Random random) => Integers(random).Select(number => $"customer-{number}");

    private static MarkedReading[] Readings(int seed, int count) => [.. Reading.Generate(seed).Take(count).Select(MarkedReading.Of)];
}
