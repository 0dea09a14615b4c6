using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Collections.ObjectModel;

namespace StateGen.Interop.Tests.Oracle;

/// <summary>Keeps the types of <see cref="CollectionTable"/>.</summary>
internal sealed partial class OracleOperator
{
    [State(Copy = true)]
    internal partial One<int[]>? OneIntArrayState { get; set; }

    [State(Copy = true)]
    internal partial One<byte[]>? OneByteArrayState { get; set; }

    [State(Copy = true)]
    internal partial One<string[]>? OneStringArrayState { get; set; }

    [State(Copy = true)]
    internal partial One<List<int>>? OneListIntState { get; set; }

    [State(Copy = true)]
    internal partial One<List<string>>? OneListStringState { get; set; }

    [State(Copy = true)]
    internal partial One<List<byte>>? OneListByteState { get; set; }

    [State(Copy = true)]
    internal partial One<ImmutableArray<byte>>? OneImmutableArrayByteState { get; set; }

    [State(Copy = true)]
    internal partial One<IReadOnlyList<byte>>? OneIReadOnlyListByteState { get; set; }

    [State(Copy = true)]
    internal partial One<ImmutableArray<bool>>? OneImmutableArrayBoolState { get; set; }

    [State(Copy = true)]
    internal partial One<ImmutableArray<double>>? OneImmutableArrayDoubleState { get; set; }

    [State(Copy = true)]
    internal partial One<ImmutableArray<DateTime>>? OneImmutableArrayDateTimeState { get; set; }

    [State(Copy = true)]
    internal partial One<List<UInt128>>? OneListUInt128State { get; set; }

    [State(Copy = true)]
    internal partial One<List<decimal?>>? OneListDecimalNullableState { get; set; }

    [State(Copy = true)]
    internal partial One<Queue<int>>? OneQueueIntState { get; set; }

    [State(Copy = true)]
    internal partial One<Stack<int>>? OneStackIntState { get; set; }

    [State(Copy = true)]
    internal partial One<LinkedList<int>>? OneLinkedListIntState { get; set; }

    [State(Copy = true)]
    internal partial One<ImmutableArray<int>>? OneImmutableArrayIntState { get; set; }

    [State(Copy = true)]
    internal partial One<ImmutableArray<Int128>>? OneImmutableArrayInt128State { get; set; }

    [State(Copy = true)]
    internal partial One<ImmutableArray<Guid?>>? OneImmutableArrayGuidNullableState { get; set; }

    [State(Copy = true)]
    internal partial One<ImmutableArray<ImmutableArray<string>>>? OneImmutableArrayImmutableArrayStringState { get; set; }

    [State(Copy = true)]
    internal partial One<ImmutableList<string>>? OneImmutableListStringState { get; set; }

    [State(Copy = true)]
    internal partial One<ImmutableQueue<int>>? OneImmutableQueueIntState { get; set; }

    [State(Copy = true)]
    internal partial One<ImmutableStack<int>>? OneImmutableStackIntState { get; set; }

    [State(Copy = true)]
    internal partial One<IReadOnlyList<int>>? OneIReadOnlyListIntState { get; set; }

    [State(Copy = true)]
    internal partial One<IReadOnlyCollection<Guid>>? OneIReadOnlyCollectionGuidState { get; set; }

    [State(Copy = true)]
    internal partial One<ReadOnlyCollection<int>>? OneReadOnlyCollectionIntState { get; set; }

    [State(Copy = true)]
    internal partial One<ImmutableHashSet<int>>? OneImmutableHashSetIntState { get; set; }

    [State(Copy = true)]
    internal partial One<ImmutableSortedSet<string>>? OneImmutableSortedSetStringState { get; set; }

    [State(Copy = true)]
    internal partial One<FrozenSet<int>>? OneFrozenSetIntState { get; set; }

    [State(Copy = true)]
    internal partial One<IReadOnlySet<long>>? OneIReadOnlySetLongState { get; set; }

    [State(Copy = true)]
    internal partial One<ReadOnlySet<int>>? OneReadOnlySetIntState { get; set; }

    [State(Copy = true)]
    internal partial One<HashSet<int>>? OneHashSetIntState { get; set; }

    [State(Copy = true)]
    internal partial One<SortedSet<string>>? OneSortedSetStringState { get; set; }

    [State(Copy = true)]
    internal partial One<ImmutableDictionary<int, string>>? OneImmutableDictionaryIntStringState { get; set; }

    [State(Copy = true)]
    internal partial One<ImmutableSortedDictionary<string, int>>? OneImmutableSortedDictionaryStringIntState { get; set; }

    [State(Copy = true)]
    internal partial One<FrozenDictionary<int, Guid>>? OneFrozenDictionaryIntGuidState { get; set; }

    [State(Copy = true)]
    internal partial One<IReadOnlyDictionary<Guid, decimal>>? OneIReadOnlyDictionaryGuidDecimalState { get; set; }

    [State(Copy = true)]
    internal partial One<ReadOnlyDictionary<int, int?>>? OneReadOnlyDictionaryIntIntNullableState { get; set; }

    [State(Copy = true)]
    internal partial One<Dictionary<string, Int128>>? OneDictionaryStringInt128State { get; set; }

    [State(Copy = true)]
    internal partial One<Dictionary<UInt128, string>>? OneDictionaryUInt128StringState { get; set; }

    [State(Copy = true)]
    internal partial One<Dictionary<ByteEnum, bool>>? OneDictionaryByteEnumBoolState { get; set; }

    [State(Copy = true)]
    internal partial One<SortedDictionary<int, string>>? OneSortedDictionaryIntStringState { get; set; }

    [State(Copy = true)]
    internal partial One<Dictionary<int, List<Person>>>? OneDictionaryIntListPersonState { get; set; }

    [State(Copy = true)]
    internal partial One<(int Number, string Text)>? OneIntNumberStringTextState { get; set; }

    [State(Copy = true)]
    internal partial One<(Guid, decimal)?>? OneGuidDecimalNullableState { get; set; }

    [State(Copy = true)]
    internal partial One<(int, int, int, int, int, int, Int128)>? OneIntIntIntIntIntIntInt128State { get; set; }

    [State(Copy = true)]
    internal partial One<Tuple<UInt128, string>>? OneTupleUInt128StringState { get; set; }

    [State(Copy = true)]
    internal partial One<Tuple<int>>? OneTupleIntState { get; set; }

    [State(Copy = true)]
    internal partial One<KeyValuePair<string, Int128>>? OneKeyValuePairStringInt128State { get; set; }

    [State(Copy = true)]
    internal partial One<((int, decimal?) Left, (bool, Point) Right)>? OneIntDecimalNullableLeftBoolPointRightState { get; set; }

    [State(Copy = true)]
    internal partial One<Person>? OnePersonState { get; set; }

    [State(Copy = true)]
    internal partial One<ImmutableArray<IShape>>? OneImmutableArrayIShapeState { get; set; }
}
