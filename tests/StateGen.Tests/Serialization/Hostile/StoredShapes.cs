using System.Collections.Frozen;
using System.Collections.Immutable;

namespace StateGen.Tests.Serialization.Hostile;

/// <summary>Types of every supported shape, for whose codecs the generator is run over this assembly.</summary>
internal static class StoredShapes
{
    internal enum Small : byte
    {
        None,
        One,
        Most = 255,
    }

    [Flags]
    internal enum Wide : long
    {
        None = 0,
        First = 1,
        Last = long.MinValue,
    }

    internal sealed record Integers(sbyte A, byte B, short C, ushort D, int E, uint F, long G, ulong H, char I, bool J);

    internal sealed record Numbers(float A, double B, decimal C, Half D, Int128 E, UInt128 F, System.Numerics.BigInteger G);

    internal readonly record struct Times(DateTime A, DateTimeOffset B, TimeSpan C, DateOnly D, TimeOnly E);

    internal sealed record Texts
    {
        public required string Text { get; init; }

        public string? Maybe { get; init; }

        public Uri? Address { get; init; }

        public Version? Release { get; init; }

        public ReadOnlyMemory<byte> Bytes { get; init; }

        public Guid Id { get; init; }
    }

    internal sealed record Nullables(int? A, DateTime? B, Guid? C, Times? D, Small? E, string? F);

    internal sealed record Nested(Integers A, Numbers? B, Times C, Texts? D, Pair<string, int> E, Pair<Wide, Nullables>? F);

    internal sealed record Pair<TFirst, TSecond>(TFirst First, TSecond Second);

    internal sealed record Lists(ImmutableArray<string> A, ImmutableList<int?> B, ImmutableStack<Times> C, IReadOnlyList<Pair<Guid, Int128>> D, ImmutableQueue<ImmutableArray<Nothing>> E);

    internal sealed record SetsAndMaps(ImmutableHashSet<string> A, ImmutableSortedSet<long> B, FrozenSet<Guid> C, ImmutableDictionary<string, Times> D, FrozenDictionary<int, string?> E);

    internal sealed record Tuples((int, string?) A, KeyValuePair<string, Times> B, Tuple<int, Nothing> C, (int, int, int, int, int, int, int, string, Guid) D);

    [UnionCase(0, typeof(Circle))]
    [UnionCase(300, typeof(Square))]
    internal interface IFigure;

    internal sealed record Circle(double Radius, string Name) : IFigure;

    internal sealed record Square(double Side, ImmutableArray<string> Marks) : IFigure;

    internal sealed record Nothing;

    internal sealed record Chain(int Number, string? Name, Chain? Next);

    internal sealed record Even(long Number, Odd? Next);

    internal sealed record Odd(string Name, Even? Next);

    internal sealed class Plain(string name, int? count)
    {
        public string Name { get; } = name;

        public int? Count { get; } = count;

        public long Extra { get; init; }
    }
}
