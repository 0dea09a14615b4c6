using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Collections.ObjectModel;
using static StateGen.Interop.Tests.Oracle.Samples;

namespace StateGen.Interop.Tests.Oracle;

/// <summary>Collections and tuples. The entries of sets and maps are given in the order of their bytes, which is not the order of the library.</summary>
internal static class CollectionTable
{
    public static IReadOnlyList<Shape> All { get; } =
    [
        Shape.OfOne<int[]>(Array.Empty<int>(), new[] { 1, -1, int.MaxValue }, Enumerable.Range(0, 16).ToArray()),
        Shape.OfOne<byte[]>(Array.Empty<byte>(), new byte[] { 1, 2, 255 }),
        Shape.OfOne<string[]>(Array.Empty<string>(), new[] { "a", "" }),
        Shape.OfOne<List<int>>(new List<int>(), new List<int> { 1, 2 }, Enumerable.Range(0, 70_000).ToList()),
        Shape.OfOne<List<string>>(new List<string>(), new List<string> { "b", "a" }),
        Shape.OfOne<List<byte>>(new List<byte> { 1, 200 }),
        Shape.OfOne<ImmutableArray<byte>>(ImmutableArray.Create<byte>(1, 200)),
        Shape.OfOne<IReadOnlyList<byte>>(new byte[] { 1, 200 }),
        Shape.OfOne<ImmutableArray<bool>>(ImmutableArray.Create(true, false)),
        Shape.OfOne<ImmutableArray<double>>(ImmutableArray.Create(0.5, double.NaN)),
        Shape.OfOne<ImmutableArray<DateTime>>(ImmutableArray.Create(Utc(Time))),
        Shape.OfOne<List<UInt128>>(new List<UInt128> { 1, UInt128.MaxValue }),
        Shape.OfOne<List<decimal?>>(new List<decimal?> { 1.0m, null }),
        Shape.OfOne<Queue<int>>(new Queue<int>(), new Queue<int>([1, 2])),
        Shape.OfOne<Stack<int>>(new Stack<int>(), new Stack<int>([1, 2])),
        Shape.OfOne<LinkedList<int>>(new LinkedList<int>([2, 1])),
        Shape.OfOne<ImmutableArray<int>>(ImmutableArray<int>.Empty, default(ImmutableArray<int>), ImmutableArray.Create(3, 2)),
        Shape.OfOne<ImmutableArray<Int128>>(ImmutableArray.Create<Int128>(1, -1)),
        Shape.OfOne<ImmutableArray<Guid?>>(ImmutableArray.Create<Guid?>(Id, null)),
        Shape.OfOne<ImmutableArray<ImmutableArray<string>>>(ImmutableArray.Create(ImmutableArray.Create("a"), ImmutableArray<string>.Empty)),
        Shape.OfOne<ImmutableList<string>>(ImmutableList<string>.Empty, ImmutableList.Create("a", "b")),
        Shape.OfOne<ImmutableQueue<int>>(ImmutableQueue<int>.Empty, ImmutableQueue.Create(1, 2)),
        Shape.OfOne<ImmutableStack<int>>(ImmutableStack<int>.Empty, ImmutableStack.Create(1, 2)),
        Shape.OfOne<IReadOnlyList<int>>(Array.Empty<int>(), new List<int> { 1 }),
        Shape.OfOne<IReadOnlyCollection<Guid>>(new[] { Id }),
        Shape.OfOne<ReadOnlyCollection<int>>(new ReadOnlyCollection<int>([1, 2])),
        Shape.OfOne<ImmutableHashSet<int>>(ImmutableHashSet<int>.Empty, ImmutableHashSet.Create(1, 2, 3)),
        Shape.OfOne<ImmutableSortedSet<string>>(ImmutableSortedSet<string>.Empty, ImmutableSortedSet.Create("a", "b")),
        Shape.OfOne<FrozenSet<int>>(FrozenSet<int>.Empty, new[] { 1, 2, 3 }.ToFrozenSet()),
        Shape.OfOne<IReadOnlySet<long>>(new HashSet<long> { 1, 2 }),
        Shape.OfOne<ReadOnlySet<int>>(new ReadOnlySet<int>(new HashSet<int> { 1, 2 })),
        Shape.OfOne<HashSet<int>>(new HashSet<int>(), new HashSet<int> { 1, 300, 70_000 }),
        Shape.OfOne<SortedSet<string>>(new SortedSet<string> { "a", "b" }),
        Shape.OfOne<ImmutableDictionary<int, string>>(ImmutableDictionary<int, string>.Empty, ImmutableDictionary<int, string>.Empty.Add(1, "a").Add(2, "b")),
        Shape.OfOne<ImmutableSortedDictionary<string, int>>(
            ImmutableSortedDictionary<string, int>.Empty,
            ImmutableSortedDictionary<string, int>.Empty.Add("a", 1).Add("b", 2)),
        Shape.OfOne<FrozenDictionary<int, Guid>>(
            FrozenDictionary<int, Guid>.Empty,
            new Dictionary<int, Guid> { [1] = Id, [2] = Guid.Empty }.ToFrozenDictionary()),
        Shape.OfOne<IReadOnlyDictionary<Guid, decimal>>(new Dictionary<Guid, decimal> { [Id] = 1.0m }),
        Shape.OfOne<ReadOnlyDictionary<int, int?>>(new ReadOnlyDictionary<int, int?>(new Dictionary<int, int?> { [1] = null, [2] = 3 })),
        Shape.OfOne<Dictionary<string, Int128>>(new Dictionary<string, Int128>(), new Dictionary<string, Int128> { ["a"] = -1, ["b"] = Int128.MaxValue }),
        Shape.OfOne<Dictionary<UInt128, string>>(new Dictionary<UInt128, string> { [UInt128.MaxValue] = "a" }),
        Shape.OfOne<Dictionary<ByteEnum, bool>>(new Dictionary<ByteEnum, bool> { [ByteEnum.Zero] = true, [ByteEnum.Most] = false }),
        Shape.OfOne<SortedDictionary<int, string>>(new SortedDictionary<int, string> { [2] = "b", [1] = "a" }),
        Shape.OfOne<Dictionary<int, List<Person>>>(new Dictionary<int, List<Person>> { [1] = [new("a", 2)], [2] = [] }),
        Shape.OfOne<(int Number, string Text)>((1, "a")),
        Shape.OfOne<(Guid, decimal)?>((Id, 1.5m), null),
        Shape.OfOne<(int, int, int, int, int, int, Int128)>((1, 2, 3, 4, 5, 6, -7)),
        Shape.OfOne<Tuple<UInt128, string>>(Tuple.Create(UInt128.MaxValue, "a")),
        Shape.OfOne<Tuple<int>>(Tuple.Create(1)),
        Shape.OfOne<KeyValuePair<string, Int128>>(KeyValuePair.Create("a", (Int128)(-1))),
        Shape.OfOne<((int, decimal?) Left, (bool, Point) Right)>(((1, null), (true, new Point(1, 2))), ((1, 0.10m), (false, default(Point)))),
        Shape.OfOne<Person>(new Person("a", 1)),
        Shape.OfOne<ImmutableArray<IShape>>(ImmutableArray.Create<IShape>(new Circle(1), new Square(2.0m))),
    ];
}
