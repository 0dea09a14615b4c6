using System.Globalization;
using StateGen.Serialization;
using StateGen.Serialization.Collections;

namespace StateGen.Tests.Serialization.Collections;

/// <summary>The entries of sets and maps stand in the order of their bytes, whatever distinguishes them.</summary>
public class EntrySortTests
{
    private const int MostEntries = 700;

    private readonly Random _random;

    public EntrySortTests()
    {
        var seed = int.TryParse(Environment.GetEnvironmentVariable("STATEGEN_SEED"), CultureInfo.InvariantCulture, out var given) ? given : Random.Shared.Next();
        TestContext.Current.TestOutputHelper!.WriteLine($"seed {seed} (set STATEGEN_SEED to draw the same values)");
        _random = new Random(seed);
    }

    public static TheoryData<string> Kinds => ["random", "numbered", "long common beginning", "late difference", "early and late difference", "any length", "one letter"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_map_of_texts_is_written_in_the_order_of_its_bytes(string kind)
    {
        foreach (var count in Counts())
        {
            var map = new Dictionary<string, int>(StringComparer.Ordinal);
            while (map.Count < count)
                map[Text(kind)] = _random.Next();
            AssertSorted<Dictionary<string, int>, KeyValuePair<string, int>, DictionaryCodec<Dictionary<string, int>, DictionaryShape<string, int>, string, StringCodec, int, IntegerCodec<int>>>(
                map, map, entry => [.. Encode<string, StringCodec>(entry.Key), .. Encode<int, IntegerCodec<int>>(entry.Value)]);
        }
    }

    [Theory]
    [InlineData(8)]
    [InlineData(16)]
    [InlineData(32)]
    [InlineData(63)]
    public void A_set_of_integers_is_written_in_the_order_of_its_bytes(int bits)
    {
        foreach (var count in Counts().Where(count => bits > 8 || count < 100))
        {
            var set = new HashSet<long>();
            while (set.Count < count)
                set.Add(_random.NextInt64(-(1L << (bits - 1)), 1L << (bits - 1)));
            AssertSorted<HashSet<long>, long, SetCodec<HashSet<long>, HashSetShape<long>, long, IntegerCodec<long>>>(set, set, Encode<long, IntegerCodec<long>>);
        }
    }

    [Fact]
    public void Many_runs_of_texts_that_begin_alike_are_sorted_with_little_memory()
    {
        const int Texts = 20_000;
        const int SameBeginning = 20;
        var map = new Dictionary<string, int>(StringComparer.Ordinal);
        var beginning = 0L;
        while (map.Count < Texts)
        {
            if (map.Count % SameBeginning == 0)
                beginning = _random.NextInt64();
            map[$"{beginning:x16}:{_random.Next():x8}"] = map.Count;
        }

        AssertSorted<Dictionary<string, int>, KeyValuePair<string, int>, DictionaryCodec<Dictionary<string, int>, DictionaryShape<string, int>, string, StringCodec, int, IntegerCodec<int>>>(
            map, map, entry => [.. Encode<string, StringCodec>(entry.Key), .. Encode<int, IntegerCodec<int>>(entry.Value)]);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Encode<Dictionary<string, int>, DictionaryCodec<Dictionary<string, int>, DictionaryShape<string, int>, string, StringCodec, int, IntegerCodec<int>>>(map);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 16 * 1024 * 1024);
    }

    [Fact]
    public void Sets_inside_a_set_are_written_in_the_order_of_their_bytes()
    {
        var sets = Enumerable.Range(1, 40).Select(_ => new HashSet<long>(Enumerable.Range(0, _random.Next(40)).Select(_ => _random.NextInt64(300)))).ToHashSet();
        AssertSorted<HashSet<HashSet<long>>, HashSet<long>, SetCodec<HashSet<HashSet<long>>, HashSetShape<HashSet<long>>, HashSet<long>, SetCodec<HashSet<long>, HashSetShape<long>, long, IntegerCodec<long>>>>(
            sets, sets, Encode<HashSet<long>, SetCodec<HashSet<long>, HashSetShape<long>, long, IntegerCodec<long>>>);
    }

    [Fact]
    public void A_list_whose_elements_take_more_memory_than_bytes_is_read_in_full()
    {
        List<Guid?> list = [.. Enumerable.Range(0, 1_000).Select(i => i % 300 == 299 ? new Guid(i, 0, 0, new byte[8]) : (Guid?)null)];
        var reader = new MessagePackReader(Encode<List<Guid?>, ListCodec<List<Guid?>, ListShape<Guid?>, Guid?, NullableCodec<Guid, GuidCodec>>>(list));
        Assert.Equal(list, ListCodec<List<Guid?>, ListShape<Guid?>, Guid?, NullableCodec<Guid, GuidCodec>>.Read(ref reader));
    }

    // Sizes around those at which buffers move from the stack to the pool.
    private IEnumerable<int> Counts() => [0, 1, 2, 3, 31, 32, 33, 34, 100, _random.Next(1, MostEntries), MostEntries];

    private string Text(string kind) => kind switch
    {
        "random" => new([.. Enumerable.Range(0, 12).Select(_ => (char)_random.Next(1, 0x7ff))]),
        "numbered" => $"customer-{_random.Next(1_000_000)}",
        "long common beginning" => $"https://example.org/customers/of/the/north/{_random.Next(1_000_000)}",
        "late difference" => $"{_random.Next(3)}-{new string('x', 60)}-{_random.Next(100_000)}",
        "early and late difference" => $"{_random.Next(2)}xxxx{_random.Next(2)}{new string('x', 20)}{_random.Next(100_000)}",
        "any length" => new('a', _random.Next(2_000)),
        _ => new([.. Enumerable.Range(0, _random.Next(20)).Select(_ => (char)('a' + _random.Next(2)))]),
    };

    private void AssertSorted<T, TElement, TCodec>(T collection, IReadOnlyCollection<TElement> elements, Func<TElement, byte[]> encode)
        where TCodec : ICodec<T>
    {
        var entries = elements.Select(encode).ToArray();
        Array.Sort(entries, (left, right) => left.AsSpan().SequenceCompareTo(right));
        var content = entries.SelectMany(entry => entry).ToArray();
        var bytes = Encode<T, TCodec>(collection);
        Assert.Equal(content, bytes[^content.Length..]);
        Assert.InRange(bytes.Length - content.Length, 1, 5);
    }

    // Into a buffer that is nearly full, so that it grows at any moment, and behind another value.
    private byte[] Encode<T, TCodec>(T value)
        where TCodec : ICodec<T>
    {
        var writer = new MessagePackWriter(new byte[_random.Next(100)]);
        writer.WriteNil();
        TCodec.Write(ref writer, in value);
        var bytes = writer.Written[1..].ToArray();
        writer.Dispose();
        return bytes;
    }
}
