using MessagePack;

namespace StateGen.Interop.Tests.Oracle;

// The types that both implementations write are public, because MessagePack-CSharp creates its formatters at run time.

/// <summary>One member of any type.</summary>
[MessagePackObject]
public sealed record One<T>([property: Key(0)] T Value);

/// <summary>One member that may be null.</summary>
[MessagePackObject]
public sealed record Maybe<T>([property: Key(0)] T? Value)
    where T : struct;

/// <summary>References that may be null.</summary>
[MessagePackObject]
public sealed record References(
    [property: Key(0)] string? Text,
    [property: Key(1)] Uri? Uri,
    [property: Key(2)] Version? Version,
    [property: Key(3)] Person? Person,
    [property: Key(4)] IReadOnlyList<string?>? Texts);

public enum ByteEnum : byte
{
    Zero,
    Most = byte.MaxValue,
}

public enum SByteEnum : sbyte
{
    Zero,
    Least = sbyte.MinValue,
}

public enum ShortEnum : short
{
    Zero,
    Least = short.MinValue,
}

public enum UShortEnum : ushort
{
    Zero,
    Most = ushort.MaxValue,
}

public enum IntEnum
{
    Zero,
    Least = int.MinValue,
}

public enum UIntEnum : uint
{
    Zero,
    Most = uint.MaxValue,
}

public enum LongEnum : long
{
    Zero,
    Least = long.MinValue,
}

public enum ULongEnum : ulong
{
    Zero,
    Most = ulong.MaxValue,
}

[Flags]
public enum Sides
{
    None = 0,
    Left = 1,
    Right = 2,
}
