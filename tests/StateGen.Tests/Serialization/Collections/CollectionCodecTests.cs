using System.Collections.Frozen;
using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;
using StateGen.Serialization;
using StateGen.Serialization.Collections;
using StateGen.Tests.Generation;

namespace StateGen.Tests.Serialization.Collections;

/// <summary>Collections through their codecs and back, and what hostile bytes do to those.</summary>
public sealed class CollectionCodecTests
{
    [Fact]
    public void Lists_read_back_with_the_elements_that_they_had() => Arbitraries.Check(Many(Arbitraries.Texts), texts =>
    {
        Assert.Equal(texts, RoundTrip<ImmutableArray<string>, ImmutableArrayCodec<string, StringCodec>>([.. texts]));
        Assert.Equal(texts, RoundTrip<ImmutableList<string>, ImmutableListCodec<string, StringCodec>>([.. texts]));
        Assert.Equal(texts, RoundTrip<ImmutableQueue<string>, ImmutableQueueCodec<string, StringCodec>>([.. texts]));
        Assert.Equal(texts.Reverse(), RoundTrip<ImmutableStack<string>, ImmutableStackCodec<string, StringCodec>>([.. texts]));
        Assert.Equal(texts, RoundTrip<IReadOnlyCollection<string>, ReadOnlyCollectionInterfaceCodec<string, StringCodec>>(texts));
        Assert.Equal(texts, RoundTrip<string[], ArrayCodec<string, StringCodec>>(texts));
        Assert.Equal(texts, RoundTrip<List<string>, ListCodec<string, StringCodec>>([.. texts]));
        Assert.Equal(texts, RoundTrip<Queue<string>, QueueCodec<string, StringCodec>>(new(texts)));
        Assert.Equal(texts.Reverse(), RoundTrip<Stack<string>, StackCodec<string, StringCodec>>(new(texts)));
        Assert.Equal(texts, RoundTrip<LinkedList<string>, LinkedListCodec<string, StringCodec>>(new(texts)));
        return true;
    });

    [Fact]
    public void Sets_read_back_with_the_elements_that_they_had() => Arbitraries.Check(Many(Arbitraries.Int64s), numbers =>
    {
        var set = numbers.ToHashSet();
        Assert.True(set.SetEquals(RoundTrip<HashSet<long>, HashSetCodec<long, Int64Codec>>([.. numbers])));
        Assert.True(set.SetEquals(RoundTrip<SortedSet<long>, SortedSetCodec<long, Int64Codec>>([.. numbers])));
        Assert.True(set.SetEquals(RoundTrip<ImmutableHashSet<long>, ImmutableHashSetCodec<long, Int64Codec>>([.. numbers])));
        Assert.True(set.SetEquals(RoundTrip<ImmutableSortedSet<long>, ImmutableSortedSetCodec<long, Int64Codec>>([.. numbers])));
        Assert.True(set.SetEquals(RoundTrip<FrozenSet<long>, FrozenSetCodec<long, Int64Codec>>(numbers.ToFrozenSet())));
        Assert.True(set.SetEquals(RoundTrip<IReadOnlySet<long>, ReadOnlySetInterfaceCodec<long, Int64Codec>>(set)));
        return true;
    });

    [Fact]
    public void Maps_read_back_with_the_entries_that_they_had() => Arbitraries.Check(Many(Arbitraries.Int64s), numbers =>
    {
        var map = numbers.Distinct().ToDictionary(number => number, number => $"{number}");
        Assert.Equal(map, RoundTrip<Dictionary<long, string>, DictionaryCodec<long, Int64Codec, string, StringCodec>>(map));
        Assert.Equal(map, RoundTrip<SortedDictionary<long, string>, SortedDictionaryCodec<long, Int64Codec, string, StringCodec>>(new(map)));
        Assert.Equal(map, RoundTrip<ImmutableDictionary<long, string>, ImmutableDictionaryCodec<long, Int64Codec, string, StringCodec>>(map.ToImmutableDictionary()));
        Assert.Equal(map, RoundTrip<ImmutableSortedDictionary<long, string>, ImmutableSortedDictionaryCodec<long, Int64Codec, string, StringCodec>>(map.ToImmutableSortedDictionary()));
        Assert.Equal(map, RoundTrip<FrozenDictionary<long, string>, FrozenDictionaryCodec<long, Int64Codec, string, StringCodec>>(map.ToFrozenDictionary()));
        Assert.Equal(map, RoundTrip<IReadOnlyDictionary<long, string>, ReadOnlyDictionaryInterfaceCodec<long, Int64Codec, string, StringCodec>>(map));
        return true;
    });

    [Fact]
    public void Damaged_bytes_are_refused_or_are_a_collection_that_can_be_stored() =>
        Arbitraries.Check(Many(Arbitraries.Int64s).SelectMany(numbers => Gen.OneOf(Arbitraries.Bytes, Arbitraries.Flipped(Packed.BytesOf<ImmutableHashSet<long>, ImmutableHashSetCodec<long, Int64Codec>>([.. numbers])))), bytes =>
        {
            ReadAny<ImmutableArray<long>, ImmutableArrayCodec<long, Int64Codec>>(bytes);
            ReadAny<ImmutableStack<string>, ImmutableStackCodec<string, StringCodec>>(bytes);
            ReadAny<ImmutableHashSet<long>, ImmutableHashSetCodec<long, Int64Codec>>(bytes);
            ReadAny<ImmutableSortedSet<long>, ImmutableSortedSetCodec<long, Int64Codec>>(bytes);
            ReadAny<FrozenDictionary<long, long>, FrozenDictionaryCodec<long, Int64Codec, long, Int64Codec>>(bytes);
            ReadAny<ImmutableSortedDictionary<long, long>, ImmutableSortedDictionaryCodec<long, Int64Codec, long, Int64Codec>>(bytes);
            return true;
        });

    private static T RoundTrip<T, TCodec>(T value)
        where TCodec : ICodec<T>
    {
        var bytes = Packed.BytesOf<T, TCodec>(TCodec.Normalize(value));
        var read = Packed.Read<T, TCodec>(bytes);
        Assert.Equal(bytes, Packed.BytesOf<T, TCodec>(TCodec.Normalize(read)));
        return read;
    }

    private static void ReadAny<T, TCodec>(byte[] bytes)
        where TCodec : ICodec<T>
    {
        try
        {
            var reader = new MessagePackReader(bytes);
            TCodec.Normalize(TCodec.Read(ref reader));
        }
        catch (SerializationFormatException)
        {
            return;
        }
    }

    private static Gen<T[]> Many<T>(Gen<T> elements) => Gen.OneOf(Gen.Choose(0, 3), Gen.Choose(0, 40)).SelectMany(count => elements.ArrayOf(count));
}
