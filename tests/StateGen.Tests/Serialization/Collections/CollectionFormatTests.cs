using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Collections.ObjectModel;
using System.Runtime.InteropServices;
using StateGen.Serialization;
using StateGen.Serialization.Collections;

namespace StateGen.Tests.Serialization.Collections;

/// <summary>Golden vectors of the formats of collections. They are final: a change here breaks every state ever stored.</summary>
public sealed class CollectionFormatTests
{
    private const string BThenA = "92A162A161";

    [Fact]
    public void Lists_are_arrays_in_the_order_of_enumeration_whatever_the_container()
    {
        Assert.Equal(BThenA, Packed.HexOf<ImmutableArray<string>, ImmutableArrayCodec<string, StringCodec>>(["b", "a"]));
        Assert.Equal(BThenA, Packed.HexOf<ImmutableList<string>, ListCodec<ImmutableList<string>, ImmutableListShape<string>, string, StringCodec>>(["b", "a"]));
        Assert.Equal(BThenA, Packed.HexOf<ImmutableQueue<string>, ListCodec<ImmutableQueue<string>, ImmutableQueueShape<string>, string, StringCodec>>(["b", "a"]));
        Assert.Equal(BThenA, Packed.HexOf<ImmutableStack<string>, ListCodec<ImmutableStack<string>, ImmutableStackShape<string>, string, StringCodec>>(ImmutableStack.Create("a", "b")));
        Assert.Equal(BThenA, Packed.HexOf<IReadOnlyList<string>, ListCodec<IReadOnlyList<string>, ReadOnlyListInterfaceShape<string>, string, StringCodec>>(["b", "a"]));
        Assert.Equal(BThenA, Packed.HexOf<ReadOnlyCollection<string>, ListCodec<ReadOnlyCollection<string>, ReadOnlyCollectionShape<string>, string, StringCodec>>(new(["b", "a"])));
        Assert.Equal(BThenA, Packed.HexOf<string[], ArrayCodec<string, StringCodec>>(["b", "a"]));
        Assert.Equal(BThenA, Packed.HexOf<Stack<string>, ListCodec<Stack<string>, StackShape<string>, string, StringCodec>>(new(["a", "b"])));
        Assert.Equal("C403010203", Packed.HexOf<byte[], ByteArrayCodec>([1, 2, 3]));
    }

    [Fact]
    public void Stacks_keep_the_element_on_top()
    {
        Assert.Equal("b", Packed.ReadHex<ImmutableStack<string>, ListCodec<ImmutableStack<string>, ImmutableStackShape<string>, string, StringCodec>>(BThenA).Peek());
        Assert.Equal("b", Packed.ReadHex<Stack<string>, ListCodec<Stack<string>, StackShape<string>, string, StringCodec>>(BThenA).Peek());
        Assert.Equal("b", Packed.ReadHex<Queue<string>, ListCodec<Queue<string>, QueueShape<string>, string, StringCodec>>(BThenA).Peek());
    }

    [Fact]
    public void Sets_are_arrays_in_the_order_of_the_bytes()
    {
        // "b" (A1 62) before "aa" (A2 61 61) before "c…" of 32 (D9), and -1 (FF) behind 200 (CC C8).
        Assert.Equal("92A162A26161", Packed.HexOf<ImmutableHashSet<string>, SetCodec<ImmutableHashSet<string>, ImmutableHashSetShape<string>, string, StringCodec>>(["aa", "b"]));
        Assert.Equal("92A162A26161", Packed.HexOf<ImmutableSortedSet<string>, SetCodec<ImmutableSortedSet<string>, ImmutableSortedSetShape<string>, string, StringCodec>>(["aa", "b"]));
        Assert.Equal("9301CCC8FF", Packed.HexOf<FrozenSet<int>, SetCodec<FrozenSet<int>, FrozenSetShape<int>, int, IntegerCodec<int>>>(new[] { -1, 200, 1 }.ToFrozenSet()));
        Assert.Equal("9301CCC8FF", Packed.HexOf<IReadOnlySet<int>, SetCodec<IReadOnlySet<int>, ReadOnlySetInterfaceShape<int>, int, IntegerCodec<int>>>(new SortedSet<int> { -1, 200, 1 }));
        Assert.Equal("90", Packed.HexOf<HashSet<int>, SetCodec<HashSet<int>, HashSetShape<int>, int, IntegerCodec<int>>>([]));
    }

    [Fact]
    public void Maps_are_maps_in_the_order_of_the_bytes()
    {
        Assert.Equal("82A16201A2616102", Packed.HexOf<ImmutableDictionary<string, int>, DictionaryCodec<ImmutableDictionary<string, int>, ImmutableDictionaryShape<string, int>, string, StringCodec, int, IntegerCodec<int>>>(ImmutableDictionary<string, int>.Empty.Add("aa", 2).Add("b", 1)));
        Assert.Equal("82A16201A2616102", Packed.HexOf<Dictionary<string, int>, DictionaryCodec<Dictionary<string, int>, DictionaryShape<string, int>, string, StringCodec, int, IntegerCodec<int>>>(new() { ["aa"] = 2, ["b"] = 1 }));
        Assert.Equal("80", Packed.HexOf<FrozenDictionary<string, int>, DictionaryCodec<FrozenDictionary<string, int>, FrozenDictionaryShape<string, int>, string, StringCodec, int, IntegerCodec<int>>>(FrozenDictionary<string, int>.Empty));
    }

    [Fact]
    public void Equal_sets_give_equal_bytes_whatever_their_history()
    {
        var grown = ImmutableHashSet<int>.Empty;
        for (var i = 0; i < 500; i++)
            grown = grown.Add(i * 7919 % 1000);
        for (var i = 100; i < 400; i++)
            grown = grown.Remove(i * 7919 % 1000);
        var other = ImmutableHashSet.CreateRange(grown.OrderDescending());
        Assert.Equal(Packed.HexOf<ImmutableHashSet<int>, SetCodec<ImmutableHashSet<int>, ImmutableHashSetShape<int>, int, IntegerCodec<int>>>(grown), Packed.HexOf<ImmutableHashSet<int>, SetCodec<ImmutableHashSet<int>, ImmutableHashSetShape<int>, int, IntegerCodec<int>>>(other));
    }

    [Fact]
    public void A_default_immutable_array_is_nil_and_every_list_reads_that_as_empty()
    {
        Assert.Equal("C0", Packed.HexOf<ImmutableArray<int>, ImmutableArrayCodec<int, IntegerCodec<int>>>(default));
        Assert.Equal("90", Packed.HexOf<ImmutableArray<int>, ImmutableArrayCodec<int, IntegerCodec<int>>>([]));
        Assert.True(Packed.ReadHex<ImmutableArray<int>, ImmutableArrayCodec<int, IntegerCodec<int>>>("C0").IsDefault);
        Assert.Null(Packed.ReadHex<ImmutableArray<int>?, NullableImmutableArrayCodec<int, IntegerCodec<int>>>("C0"));
        Assert.Empty(Packed.ReadHex<ImmutableList<int>, ListCodec<ImmutableList<int>, ImmutableListShape<int>, int, IntegerCodec<int>>>("C0"));
    }

    [Fact]
    public void Elements_and_keys_that_occur_twice_are_refused()
    {
        Packed.AssertRefused<ImmutableHashSet<int>, SetCodec<ImmutableHashSet<int>, ImmutableHashSetShape<int>, int, IntegerCodec<int>>>("920101");
        Packed.AssertRefused<ImmutableSortedSet<int>, SetCodec<ImmutableSortedSet<int>, ImmutableSortedSetShape<int>, int, IntegerCodec<int>>>("9201CC01");
        Packed.AssertRefused<FrozenSet<int>, SetCodec<FrozenSet<int>, FrozenSetShape<int>, int, IntegerCodec<int>>>("920101");
        Packed.AssertRefused<IReadOnlySet<int>, SetCodec<IReadOnlySet<int>, ReadOnlySetInterfaceShape<int>, int, IntegerCodec<int>>>("920101");
        Packed.AssertRefused<ImmutableDictionary<int, int>, DictionaryCodec<ImmutableDictionary<int, int>, ImmutableDictionaryShape<int, int>, int, IntegerCodec<int>, int, IntegerCodec<int>>>("8201020102");
        Packed.AssertRefused<FrozenDictionary<int, int>, DictionaryCodec<FrozenDictionary<int, int>, FrozenDictionaryShape<int, int>, int, IntegerCodec<int>, int, IntegerCodec<int>>>("8201020103");
        Packed.AssertRefused<Dictionary<int, int>, DictionaryCodec<Dictionary<int, int>, DictionaryShape<int, int>, int, IntegerCodec<int>, int, IntegerCodec<int>>>("8201020103");
    }

    [Fact]
    public void Comparers_that_are_not_the_default_are_refused()
    {
        Assert.Throws<ArgumentException>(() => SetCodec<ImmutableSortedSet<int>, ImmutableSortedSetShape<int>, int, IntegerCodec<int>>.Normalize(ImmutableSortedSet.Create(Comparer<int>.Create((x, y) => y.CompareTo(x)), 1)));
        Assert.Throws<ArgumentException>(() => SetCodec<FrozenSet<string>, FrozenSetShape<string>, string, StringCodec>.Normalize(new[] { "a" }.ToFrozenSet(StringComparer.OrdinalIgnoreCase)));
        Assert.Throws<ArgumentException>(() => DictionaryCodec<Dictionary<string, int>, DictionaryShape<string, int>, string, StringCodec, int, IntegerCodec<int>>.Normalize(new(StringComparer.OrdinalIgnoreCase)));
        Assert.Throws<ArgumentException>(() => SetCodec<IReadOnlySet<string>, ReadOnlySetInterfaceShape<string>, string, StringCodec>.Normalize(new HashSet<string>(StringComparer.OrdinalIgnoreCase)));
        Assert.Throws<ArgumentException>(() => DictionaryCodec<ImmutableDictionary<int, string>, ImmutableDictionaryShape<int, string>, int, IntegerCodec<int>, string, StringCodec>.Normalize(ImmutableDictionary.Create<int, string>(null, StringComparer.OrdinalIgnoreCase)));
    }

    [Fact]
    public void A_collection_of_a_derived_type_is_refused() =>
        Assert.Throws<ArgumentException>(() => ListCodec<ReadOnlyCollection<int>, ReadOnlyCollectionShape<int>, int, IntegerCodec<int>>.Normalize(new ReadOnlyObservableCollection<int>([1])));

    [Fact]
    public void A_collection_none_of_whose_elements_changes_is_not_copied()
    {
        ImmutableArray<ReadOnlyMemory<byte>> copied = [new byte[1]];
        ImmutableList<string> list = ["a"];
        ImmutableArray<IReadOnlyList<int>> nested = [ImmutableCollectionsMarshal.AsImmutableArray(new[] { 1 })];
        Assert.Same(list, ListCodec<ImmutableList<string>, ImmutableListShape<string>, string, StringCodec>.Normalize(list));
        Assert.True(nested == ImmutableArrayCodec<IReadOnlyList<int>, ListCodec<IReadOnlyList<int>, ReadOnlyListInterfaceShape<int>, int, IntegerCodec<int>>>.Normalize(nested));
        Assert.True(copied != ImmutableArrayCodec<ReadOnlyMemory<byte>, ReadOnlyMemoryCodec>.Normalize(copied));
    }

    [Fact]
    public void A_header_that_announces_more_than_it_has_allocates_little()
    {
        var hostile = new byte[100_000];
        (hostile[0], hostile[1], hostile[2], hostile[3], hostile[4]) = (0xdd, 0, 0x01, 0x80, 0); // 98,304 elements
        hostile[5] = 0xc1;                                                                        // which is no value at all
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<SerializationFormatException>(() => Packed.Read<ImmutableArray<Large>, ImmutableArrayCodec<Large, LargeCodec>>(hostile));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 2_000_000);
    }

    [StructLayout(LayoutKind.Sequential, Size = 208)]
    private struct Large;

    private readonly struct LargeCodec : ICodec<Large>
    {
        public static Large Normalize(Large value) => value;

        public static void Write(ref MessagePackWriter writer, in Large value) => writer.WriteNil();

        public static Large Read(ref MessagePackReader reader) => reader.TryReadNil() ? default : throw new SerializationFormatException();
    }
}
