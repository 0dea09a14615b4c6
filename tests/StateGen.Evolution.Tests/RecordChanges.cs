namespace StateGen.Evolution.Tests;

/// <summary>Changes of the members, names and nesting of records.</summary>
internal static class RecordChanges
{
    private const string Stored = "new Order(5, \"a\")";
    private const string OldOrder = "internal sealed record Order(int Id, string Name);";

    public static IEnumerable<Change> All =>
    [
        Order("SameRecord", OldOrder, "Order(Id=5, Name='a')"),
        Order("MembersAdded", "internal sealed record Order(int Id, int Count, string Name, string Text, int? Maybe, ImmutableArray<int> List, Guid Guid, Part Part, Size Size) { public DateOnly Day { get; init; } } internal sealed record Part(long A, string? B); internal enum Size { Small, Large }",
            "Order(Id=5, Count=0, Name='a', Text='', Maybe=null, List=[], Guid=00000000-0000-0000-0000-000000000000, Part=Part(A=0, B=null), Size=Small, Day=01/01/0001)"),
        Order("MemberRemoved", "internal sealed record Order(string Name);", "Order(Name='a')"),
        Order("AllMembersReplaced", "internal sealed record Order(long Number);", "Order(Number=0)"),
        Order("MembersReordered", "internal sealed record Order(string Name, int Id);", "Order(Name='a', Id=5)"),
        Order("MemberRenamed", "internal sealed record Order([property: FormerName(\"Id\")] int Number, string Name);", "Order(Number=5, Name='a')"),
        Order("MembersSwappedNames", "internal sealed record Order([property: FormerName(\"Old\")] int Id, string Name);", "Order(Id=5, Name='a')"),
        Order("MemberRenamedWithoutFormerName", "internal sealed record Order(int Number, string Name);", "Order(Number=0, Name='a')"),
        Order("MemberWidened", "internal sealed record Order(long Id, string? Name);", "Order(Id=5, Name='a')"),
        Order("RecordBecameStructuredClass", "internal sealed class Order(int id, string name) { public int Id { get; } = id; public string Name { get; } = name; }", "Order(Id=5, Name='a')"),
        Refusal("MemberNarrowed", "internal sealed record Order(short Id, string Name);", "Order.Id", "int32", "int16"),
        Refusal("MemberOfAnotherType", "internal sealed record Order(int Id, int Name);", "Order.Name", "string", "int32"),
        new("TypeRenamed", "Order", "Purchase", OldOrder, "[FormerName(\"TypeRenamed.Order\")] internal sealed record Purchase(int Id, string Name, bool Paid);") { Values = [(Stored, "Purchase(Id=5, Name='a', Paid=false)")] },
        new("TypeRenamedAndLikeBefore", "Order", "Purchase", OldOrder, "internal sealed record Purchase(string Name, int Id);") { Values = [(Stored, "Purchase(Name='a', Id=5)")] },
        new("AnotherType", "Order", "Purchase", OldOrder, "internal sealed record Purchase(int Id, string Name, bool Paid);") { Values = [(Stored, "")], Refused = ("", "AnotherType.Order", "AnotherType.Purchase") },
        new("NestedTypeChanged", "Outer", "Outer", "internal sealed record Outer(Inner First, int Last); internal sealed record Inner(int A, int B);", "internal sealed record Outer(Inner First, int Last); internal sealed record Inner(long B, string C);") { Values = [("new Outer(new Inner(1, 2), 3)", "Outer(First=Inner(B=2, C=''), Last=3)")] },
        new("NestedTypeRefused", "Outer", "Outer", "internal sealed record Outer(Inner First, int Last); internal sealed record Inner(int A, int B);", "internal sealed record Outer(Inner First, int Last); internal sealed record Inner(int A, Guid B);") { Values = [("new Outer(new Inner(1, 2), 3)", "")], Refused = ("Inner.B", "int32", "guid") },
        new("RecursiveTypeChanged", "Node", "Node", "internal sealed record Node(int A, Node? Next);", "internal sealed record Node(Node? Next, long A, string B);") { Values = [("new Node(1, new Node(2, null))", "Node(Next=Node(Next=null, A=2, B=''), A=1, B='')")] },
        new("GenericTypeChanged", "Pair<Part>", "Pair<Part>", "internal sealed record Pair<T>(T First, T Second); internal sealed record Part(int A);", "internal sealed record Pair<T>(T Second, T First, int Count); internal sealed record Part(long A, int B);") { Values = [("new Pair<Part>(new Part(1), new Part(2))", "Pair`1(Second=Part(A=2, B=0), First=Part(A=1, B=0), Count=0)")] },
        new("StructChanged", "Point", "Point", "internal readonly record struct Point(int X, int Y);", "internal readonly record struct Point(long Y, long X, long Z);") { IsClass = false, Values = [("new Point(1, 2)", "Point(Y=2, X=1, Z=0)")] },
        new("RecordToNumber", "Order", "int?", OldOrder, "") { Values = [(Stored, "")], Refused = ("", "RecordToNumber.Order", "int32") },
    ];

    private static Change Order(string name, string types, string read) => new(name, "Order", "Order", OldOrder, types) { Values = [(Stored, read)] };

    private static Change Refusal(string name, string types, string member, string stored, string declared) =>
        new(name, "Order", "Order", OldOrder, types) { Values = [(Stored, "")], Refused = (member, stored, declared) };
}
