namespace StateGen.Evolution.Tests;

/// <summary>Changes of collections, tuples and unions.</summary>
internal static class CollectionChanges
{
    private const string OldShape = "[UnionCase(0, typeof(Circle))] [UnionCase(3, typeof(Square))] internal abstract record Shape; internal sealed record Circle(int R) : Shape; internal sealed record Square(int A) : Shape;";

    public static IEnumerable<Change> All =>
    [
        new("ContainerChanged", "ImmutableList<int>", "IReadOnlyList<int>") { Values = [("ImmutableList.Create(1, 2)", "[1, 2]")] },
        new("ElementsWidened", "ImmutableList<int>", "ImmutableList<long?>") { Values = [("ImmutableList.Create(1, 2)", "[1, 2]")] },
        new("ElementsRefused", "ImmutableList<long>", "ImmutableList<int>") { Values = [("ImmutableList.Create(1L)", "")], Refused = ("", "list<int64>", "list<int32>") },
        new("ListToSet", "ImmutableList<int>", "ImmutableHashSet<int>") { Values = [("ImmutableList.Create(1)", "")], Refused = ("", "list<int32>", "set<int32>") },
        new("RecordsInListChanged", "ImmutableList<Part>", "ImmutableList<Part>", "internal sealed record Part(int A);", "internal sealed record Part(string B, long A);") { Values = [("ImmutableList.Create(new Part(1), new Part(2))", "[Part(B='', A=1), Part(B='', A=2)]")] },
        new("MapValuesWidened", "ImmutableDictionary<string, int>", "ImmutableSortedDictionary<string, double>") { Values = [("ImmutableDictionary<string, int>.Empty.Add(\"a\", 1).Add(\"b\", 2)", "{'a': 1, 'b': 2}")] },
        new("HashedSetToSorted", "ImmutableHashSet<int>", "ImmutableSortedSet<int>") { Values = [("ImmutableHashSet.Create(300, -2, 7, 70000)", "[-2, 7, 300, 70000]")] },
        new("SortedSetToHashed", "ImmutableSortedSet<int>", "ImmutableHashSet<int>") { Values = [("ImmutableSortedSet.Create(5)", "[5]")] },
        new("HashedMapToSorted", "ImmutableDictionary<int, string>", "ImmutableSortedDictionary<int, string>") { Values = [("ImmutableDictionary<int, string>.Empty.Add(300, \"a\").Add(-2, \"b\")", "{-2: 'b', 300: 'a'}")] },
        new("SortedMapToHashed", "ImmutableSortedDictionary<string, int>", "ImmutableDictionary<string, int>") { Values = [("ImmutableSortedDictionary<string, int>.Empty.Add(\"b\", 1).Add(\"a\", 2)", "{'a': 2, 'b': 1}")] },
        new("SetOfEnumsRenumbered", "ImmutableHashSet<Color>", "ImmutableSortedSet<Color>", "internal enum Color { Red, Green }", "internal enum Color { Green, Red }") { Values = [("ImmutableHashSet.Create(Color.Red)", "")], Refused = ("Color.Red", "0", "1") },
        new("TupleWidened", "(int A, string B)", "(long X, string? Y)") { IsClass = false, Values = [("(1, \"a\")", "(1, 'a')")] },
        new("TupleLonger", "(int A, string B)", "(int A, string B, int C)") { IsClass = false, Values = [("(1, \"a\")", "")], Refused = ("", "tuple<int32,string>", "tuple<int32,string,int32>") },
        new("SameUnion", "Shape", "Shape", OldShape, OldShape) { Values = [("new Circle(5)", "Circle(R=5)"), ("new Square(6)", "Square(A=6)")] },
        new("UnionCaseAdded", "Shape", "Shape", OldShape, "[UnionCase(1, typeof(Dot))] [UnionCase(0, typeof(Circle))] [UnionCase(3, typeof(Square))] internal abstract record Shape; internal sealed record Dot : Shape; internal sealed record Circle(int R, string B) : Shape; internal sealed record Square(long A) : Shape;") { Values = [("new Circle(5)", "Circle(R=5, B='')"), ("new Square(6)", "Square(A=6)")] },
        new("UnionCaseRemoved", "Shape", "Shape", OldShape, "[UnionCase(0, typeof(Circle))] internal abstract record Shape; internal sealed record Circle(int R) : Shape;") { Values = [("new Circle(5)", "")], Refused = ("Shape", "UnionCaseRemoved.Square", "") },
    ];
}
