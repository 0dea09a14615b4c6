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
        Assert.Equal(texts, RoundTrip<ImmutableList<string>, ListCodec<ImmutableList<string>, ImmutableListShape<string>, string, StringCodec>>([.. texts]));
        Assert.Equal(texts, RoundTrip<ImmutableQueue<string>, ListCodec<ImmutableQueue<string>, ImmutableQueueShape<string>, string, StringCodec>>([.. texts]));
        Assert.Equal(texts.Reverse(), RoundTrip<ImmutableStack<string>, ListCodec<ImmutableStack<string>, ImmutableStackShape<string>, string, StringCodec>>([.. texts]));
        Assert.Equal(texts, RoundTrip<IReadOnlyCollection<string>, ListCodec<IReadOnlyCollection<string>, ReadOnlyCollectionInterfaceShape<string>, string, StringCodec>>(texts));
        Assert.Equal(texts, RoundTrip<string[], ArrayCodec<string, StringCodec>>(texts));
        Assert.Equal(texts, RoundTrip<List<string>, ListCodec<List<string>, ListShape<string>, string, StringCodec>>([.. texts]));
        Assert.Equal(texts, RoundTrip<Queue<string>, ListCodec<Queue<string>, QueueShape<string>, string, StringCodec>>(new(texts)));
        Assert.Equal(texts.Reverse(), RoundTrip<Stack<string>, ListCodec<Stack<string>, StackShape<string>, string, StringCodec>>(new(texts)));
        Assert.Equal(texts, RoundTrip<LinkedList<string>, ListCodec<LinkedList<string>, LinkedListShape<string>, string, StringCodec>>(new(texts)));
        return true;
    });

    [Fact]
    public void Sets_read_back_with_the_elements_that_they_had() => Arbitraries.Check(Many(Arbitraries.Int64s), numbers =>
    {
        var set = numbers.ToHashSet();
        Assert.True(set.SetEquals(RoundTrip<HashSet<long>, SetCodec<HashSet<long>, HashSetShape<long>, long, IntegerCodec<long>>>([.. numbers])));
        Assert.True(set.SetEquals(RoundTrip<SortedSet<long>, SetCodec<SortedSet<long>, SortedSetShape<long>, long, IntegerCodec<long>>>([.. numbers])));
        Assert.True(set.SetEquals(RoundTrip<ImmutableHashSet<long>, SetCodec<ImmutableHashSet<long>, ImmutableHashSetShape<long>, long, IntegerCodec<long>>>([.. numbers])));
        Assert.True(set.SetEquals(RoundTrip<ImmutableSortedSet<long>, SetCodec<ImmutableSortedSet<long>, ImmutableSortedSetShape<long>, long, IntegerCodec<long>>>([.. numbers])));
        Assert.True(set.SetEquals(RoundTrip<FrozenSet<long>, SetCodec<FrozenSet<long>, FrozenSetShape<long>, long, IntegerCodec<long>>>(numbers.ToFrozenSet())));
        Assert.True(set.SetEquals(RoundTrip<IReadOnlySet<long>, SetCodec<IReadOnlySet<long>, ReadOnlySetInterfaceShape<long>, long, IntegerCodec<long>>>(set)));
        return true;
    });

    [Fact]
    public void Maps_read_back_with_the_entries_that_they_had() => Arbitraries.Check(Many(Arbitraries.Int64s), numbers =>
    {
        var map = numbers.Distinct().ToDictionary(number => number, number => $"{number}");
        Assert.Equal(map, RoundTrip<Dictionary<long, string>, DictionaryCodec<Dictionary<long, string>, DictionaryShape<long, string>, long, IntegerCodec<long>, string, StringCodec>>(map));
        Assert.Equal(map, RoundTrip<SortedDictionary<long, string>, DictionaryCodec<SortedDictionary<long, string>, SortedDictionaryShape<long, string>, long, IntegerCodec<long>, string, StringCodec>>(new(map)));
        Assert.Equal(map, RoundTrip<ImmutableDictionary<long, string>, DictionaryCodec<ImmutableDictionary<long, string>, ImmutableDictionaryShape<long, string>, long, IntegerCodec<long>, string, StringCodec>>(map.ToImmutableDictionary()));
        Assert.Equal(map, RoundTrip<ImmutableSortedDictionary<long, string>, DictionaryCodec<ImmutableSortedDictionary<long, string>, ImmutableSortedDictionaryShape<long, string>, long, IntegerCodec<long>, string, StringCodec>>(map.ToImmutableSortedDictionary()));
        Assert.Equal(map, RoundTrip<FrozenDictionary<long, string>, DictionaryCodec<FrozenDictionary<long, string>, FrozenDictionaryShape<long, string>, long, IntegerCodec<long>, string, StringCodec>>(map.ToFrozenDictionary()));
        Assert.Equal(map, RoundTrip<IReadOnlyDictionary<long, string>, DictionaryCodec<IReadOnlyDictionary<long, string>, ReadOnlyDictionaryInterfaceShape<long, string>, long, IntegerCodec<long>, string, StringCodec>>(map));
        return true;
    });

    [Fact]
    public void Damaged_bytes_are_refused_or_are_a_collection_that_can_be_stored() =>
        Arbitraries.Check(Many(Arbitraries.Int64s).SelectMany(numbers => Gen.OneOf(Arbitraries.Bytes, Arbitraries.Flipped(Packed.BytesOf<ImmutableHashSet<long>, SetCodec<ImmutableHashSet<long>, ImmutableHashSetShape<long>, long, IntegerCodec<long>>>([.. numbers])))), bytes =>
        {
            ReadAny<ImmutableArray<long>, ImmutableArrayCodec<long, IntegerCodec<long>>>(bytes);
            ReadAny<ImmutableStack<string>, ListCodec<ImmutableStack<string>, ImmutableStackShape<string>, string, StringCodec>>(bytes);
            ReadAny<ImmutableHashSet<long>, SetCodec<ImmutableHashSet<long>, ImmutableHashSetShape<long>, long, IntegerCodec<long>>>(bytes);
            ReadAny<ImmutableSortedSet<long>, SetCodec<ImmutableSortedSet<long>, ImmutableSortedSetShape<long>, long, IntegerCodec<long>>>(bytes);
            ReadAny<FrozenDictionary<long, long>, DictionaryCodec<FrozenDictionary<long, long>, FrozenDictionaryShape<long, long>, long, IntegerCodec<long>, long, IntegerCodec<long>>>(bytes);
            ReadAny<ImmutableSortedDictionary<long, long>, DictionaryCodec<ImmutableSortedDictionary<long, long>, ImmutableSortedDictionaryShape<long, long>, long, IntegerCodec<long>, long, IntegerCodec<long>>>(bytes);
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
