using System.Collections.Immutable;
using MessagePack;

namespace StateGen.Interop.Tests.Oracle;

[MessagePackObject]
public sealed record Person([property: Key(0)] string Name, [property: Key(1)] int Age);

/// <summary>Nil in the gaps between the keys, and more elements than the short form of an array holds.</summary>
[MessagePackObject]
public sealed record Gaps
{
    [Key(0)]
    public int First { get; init; }

    [Key(3)]
    public string? Second { get; init; }

    [Key(17)]
    public Guid Third { get; init; }
}

[MessagePackObject]
public sealed record LateKey([property: Key(70)] bool Value);

[MessagePackObject]
public sealed record Nothing;

[MessagePackObject]
public sealed record StringKeys(
    [property: Key("name")] string Name,
    [property: Key("größe €")] decimal Size,
    [property: Key("a key of more than thirty-one bytes")] int? Count);

[MessagePackObject(keyAsPropertyName: true)]
public sealed record Names(string Name, DateTimeOffset At, Int128? Number)
{
    public UInt128 Init { get; init; }

    public required Guid Required { get; init; }
}

[MessagePackObject(keyAsPropertyName: true)]
public sealed record NamesAsKeys([property: Key(nameof(NamesAsKeys.Text))] string Text, int Number);

[MessagePackObject]
public readonly record struct Point([property: Key(0)] int X, [property: Key(1)] int Y);

[MessagePackObject(true)]
public readonly record struct NamedPoint(double X, double Y);

/// <summary>A struct with a constructor that is chosen by its attribute.</summary>
[MessagePackObject]
public readonly record struct Range
{
    [SerializationConstructor]
    public Range(long start, long end) => (Start, End) = (start, end);

    public Range(long length)
        : this(0, length)
    {
    }

    [Key(0)]
    public long Start { get; }

    [Key(1)]
    public long End { get; }

    [IgnoreMember]
    public long Length => End - Start;
}

/// <summary>A class with setters.</summary>
[MessagePackObject]
public sealed class Settable
{
    [Key(0)]
    public int Number { get; set; }

    [Key(1)]
    public string? Text { get; set; }

    [IgnoreMember]
    public bool IsSet => Text is not null;
}

// The fields are the point.
#pragma warning disable CA1051

/// <summary>A class with fields.</summary>
[MessagePackObject]
public sealed class Fields
{
    [Key(0)]
    public int Number;

    [Key(1)]
    public string? Text;
}

/// <summary>Fields and properties under their names: properties come first.</summary>
[MessagePackObject(keyAsPropertyName: true)]
public sealed class NamedFields
{
    public int Field;

    public int Property { get; set; }
}

#pragma warning restore CA1051

[MessagePackObject]
public abstract record Origin
{
    [Key(0)]
    public int Id { get; init; }

    [Key(2)]
    public virtual string? Note { get; init; }
}

[MessagePackObject]
public sealed record Derived : Origin
{
    [Key(1)]
    public Int128 Number { get; init; }

    public override string? Note { get; init; }
}

[MessagePackObject]
public sealed record Pair<TFirst, TSecond>([property: Key(0)] TFirst First, [property: Key(1)] TSecond Second);

[MessagePackObject(keyAsPropertyName: true)]
public sealed record NamedPair<T>(T First, T Second);

/// <summary>A type that contains itself.</summary>
[MessagePackObject]
public sealed record Tree([property: Key(0)] int Value, [property: Key(1)] Tree? Left, [property: Key(2)] ImmutableArray<Tree> More);

[MessagePackObject]
public sealed record Order(
    [property: Key(0)] Guid Id,
    [property: Key(1)] Person Customer,
    [property: Key(2)] ImmutableArray<OrderLine> Lines,
    [property: Key(4)] IReadOnlyDictionary<string, decimal>? Discounts,
    [property: Key(5)] IShape? Shape,
    [property: Key(6)] (Point From, Point? To) Way);

[MessagePackObject(keyAsPropertyName: true)]
public sealed record OrderLine(string Product, int Count, decimal Price);

[Union(0, typeof(Circle))]
[Union(1, typeof(Square))]
[Union(1000, typeof(Labelled))]
public interface IShape;

[MessagePackObject]
public sealed record Circle([property: Key(0)] double Radius) : IShape;

[MessagePackObject(true)]
public readonly record struct Square(decimal Side) : IShape;

[MessagePackObject]
public sealed record Labelled([property: Key(0)] string Label, [property: Key(1)] IShape Inner) : IShape;

[Union(3, typeof(Cat))]
[Union(7, typeof(Dog))]
[MessagePackObject]
public abstract record Animal([property: Key(0)] string Name);

[MessagePackObject]
public sealed record Cat(string Name, [property: Key(1)] bool IsAsleep) : Animal(Name);

[MessagePackObject]
public sealed record Dog(string Name) : Animal(Name);
