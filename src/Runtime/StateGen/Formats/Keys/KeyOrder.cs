using System.Runtime.CompilerServices;
using StateGen.Keys;

namespace StateGen.Formats.Keys;

/// <summary>
/// Compares keys in normal form in the order of their encoded bytes. Keys of the scalar types are compared without being encoded. All members are
/// thread-safe.
/// </summary>
internal static class KeyOrder<TKey, TCodec>
    where TCodec : struct, IKeyCodec<TKey>
{
    private const int StackLength = 128;

    // Constants where the code is compiled for one codec.
    private static bool IsInteger =>
        typeof(TCodec) == typeof(IntegerKeyCodec<byte>) || typeof(TCodec) == typeof(IntegerKeyCodec<sbyte>)
        || typeof(TCodec) == typeof(IntegerKeyCodec<short>) || typeof(TCodec) == typeof(IntegerKeyCodec<ushort>)
        || typeof(TCodec) == typeof(IntegerKeyCodec<int>) || typeof(TCodec) == typeof(IntegerKeyCodec<uint>)
        || typeof(TCodec) == typeof(IntegerKeyCodec<long>) || typeof(TCodec) == typeof(IntegerKeyCodec<ulong>)
        || typeof(TCodec) == typeof(IntegerKeyCodec<Int128>) || typeof(TCodec) == typeof(IntegerKeyCodec<UInt128>);

    private static bool IsTime =>
        typeof(TCodec) == typeof(DateOnlyKeyCodec) || typeof(TCodec) == typeof(TimeOnlyKeyCodec) || typeof(TCodec) == typeof(DateTimeKeyCodec)
        || typeof(TCodec) == typeof(DateTimeOffsetKeyCodec) || typeof(TCodec) == typeof(TimeSpanKeyCodec)
        || typeof(TCodec) == typeof(TimeWindowKeyCodec);

    // Not NaN, which is no key.
    private static bool IsOtherScalar =>
        typeof(TCodec) == typeof(BooleanKeyCodec) || typeof(TCodec) == typeof(CharKeyCodec) || typeof(TCodec) == typeof(GuidKeyCodec)
        || typeof(TCodec) == typeof(SingleKeyCodec) || typeof(TCodec) == typeof(DoubleKeyCodec) || typeof(TCodec) == typeof(DecimalKeyCodec);

    /// <summary>Compares two keys in normal form.</summary>
    /// <returns>A negative number if <paramref name="left"/> comes first, 0 if the keys are the same, otherwise a positive number.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Compare(in TKey left, in TKey right)
    {
        if (IsInteger || IsTime || IsOtherScalar)
            return Comparer<TKey>.Default.Compare(left, right);
        return typeof(TCodec) == typeof(StringKeyCodec)
            ? CodePointOrder.Compare(Unsafe.As<TKey, string>(ref Unsafe.AsRef(in left)), Unsafe.As<TKey, string>(ref Unsafe.AsRef(in right)))
            : CompareEncoded(in left, in right);
    }

    /// <summary>Compares two keys in normal form by their encoded bytes.</summary>
    [SkipLocalsInit]
    public static int CompareEncoded(in TKey left, in TKey right)
    {
        var leftBytes = new KeyWriter(stackalloc byte[StackLength]);
        var rightBytes = new KeyWriter(stackalloc byte[StackLength]);
        try
        {
            TCodec.Write(ref leftBytes, in left);
            TCodec.Write(ref rightBytes, in right);
            return leftBytes.Written.SequenceCompareTo(rightBytes.Written);
        }
        finally
        {
            leftBytes.Dispose();
            rightBytes.Dispose();
        }
    }
}

/// <summary>Compares text without lone surrogates by code points, which is the order of its UTF-8 bytes.</summary>
internal static class CodePointOrder
{
    private const char FirstSurrogate = '\uD800';

    public static int Compare(string left, string right)
    {
        var index = left.AsSpan().CommonPrefixLength(right);
        if (index == left.Length || index == right.Length)
            return left.Length.CompareTo(right.Length);
        return Weight(left[index]).CompareTo(Weight(right[index]));
    }

    // In UTF-16, surrogates come before U+E000 to U+FFFF, but the code points that they stand for come after.
    private static int Weight(char unit) => unit < FirstSurrogate ? unit : char.IsSurrogate(unit) ? unit + char.MaxValue : unit;
}
