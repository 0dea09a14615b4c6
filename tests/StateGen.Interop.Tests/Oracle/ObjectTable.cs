using static StateGen.Interop.Tests.Oracle.Samples;

namespace StateGen.Interop.Tests.Oracle;

/// <summary>Records, structs, classes and unions.</summary>
internal static class ObjectTable
{
    public static IReadOnlyList<Shape> All { get; } =
    [
        Shape.Of<Person>(new Person("", 0), new Person("Zoë", -1)),
        Shape.Of<Gaps>(new Gaps(), new Gaps { First = 1, Second = "b", Third = Id }),
        Shape.Of<LateKey>(new LateKey(true)),
        Shape.Of<Nothing>(new Nothing()),
        Shape.Of<StringKeys>(new StringKeys("a", 1.20m, null), new StringKeys("", 0, 7)),
        Shape.Of<Names>(
            new Names("a", Local, null) { Required = Id },
            new Names("a", DateTimeOffset.UnixEpoch, -2) { Init = UInt128.MaxValue, Required = Guid.Empty }),
        Shape.Of<NamesAsKeys>(new NamesAsKeys("a", 1)),
        Shape.Of<Point>(default(Point), new Point(-1, 1)),
        Shape.Of<NamedPoint>(new NamedPoint(0.5, double.NaN)),
        Shape.Of<Range>(new Range(3), new Range(long.MinValue, long.MaxValue)),
        Shape.Of<Settable>(new Settable(), new Settable { Number = 1, Text = "a" }),
        Shape.Of<Fields>(new Fields(), new Fields { Number = 1, Text = "a" }),
        Shape.Of<NamedFields>(new NamedFields { Field = 1, Property = 2 }),
        Shape.Of<Derived>(new Derived(), new Derived { Id = 1, Number = -2, Note = "c" }),
        Shape.Of<Pair<Int128, string>>(new Pair<Int128, string>(-1, "a")),
        Shape.Of<Pair<Guid, Pair<decimal, bool>>>(new Pair<Guid, Pair<decimal, bool>>(Id, new(1.0m, true))),
        Shape.Of<Pair<decimal, bool>>(new Pair<decimal, bool>(-1.10m, false)),
        Shape.Of<NamedPair<UInt128>>(new NamedPair<UInt128>(1, UInt128.MaxValue)),
        Shape.Of<Tree>(new Tree(1, null, []), new Tree(1, new Tree(2, null, []), [new Tree(3, new Tree(4, null, []), [])])),
        Shape.Of<Order>(
            new Order(Id, new("a", 1), [new("p", 2, 1.00m), new("q", 0, 0)], Discounts, new Circle(1), (new(1, 2), null)),
            new Order(Guid.Empty, new("", 0), [], null, null, (default, new Point(3, 4)))),
        Shape.Of<OrderLine>(new OrderLine("p", 1, 2.50m)),
        Shape.Of<IShape>(new Circle(1.5), new Square(2.0m), new Labelled("a", new Labelled("b", new Circle(0)))),
        Shape.Of<Circle>(new Circle(1)),
        Shape.Of<Square>(new Square(1)),
        Shape.Of<Labelled>(new Labelled("a", new Square(1))),
        Shape.Of<Animal>(new Cat("a", true), new Dog("b")),
        Shape.Of<Cat>(new Cat("c", false)),
        Shape.Of<Dog>(new Dog("d")),
        Shape.Of<References>(new References(null, null, null, null, null), new References("a", new("urn:x"), new(1, 0), new("b", 2), ["c", null, ""])),
    ];
}
