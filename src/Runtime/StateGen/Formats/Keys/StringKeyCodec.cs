using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Unicode;
using StateGen.Formats.Values;
using StateGen.Serialization;

namespace StateGen.Keys;

/// <summary>
/// Encodes strings as UTF-8 in which 00 is escaped as 00 FF, terminated by 00 01: the scheme of CockroachDB's ordered encoding
/// (pkg/util/encoding, EncodeBytesAscending). Keys sort by their UTF-8 bytes, which is the order of code points. Text with a
/// lone surrogate has no UTF-8 form and cannot be a key. Text is not normalized otherwise.
/// </summary>
public readonly struct StringKeyCodec : IKeyCodec<string>
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static string Normalize(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        TextLength.ThrowIfAbove(StateLimits.LargestKeyText, key);
        var lone = Surrogates.IndexOfLone(key);
        if (lone >= 0)
            KeyFormatException.ThrowNoNormalForm($"The string key has a lone surrogate at index {lone}, which no UTF-8 text can hold.");
        return key;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Equals(in string left, in string right) => string.Equals(left, right, StringComparison.Ordinal);

    /// <inheritdoc/>
    public static ulong Hash(in string key) => KeyHash.Of<string, StringKeyCodec>(in key);

    /// <inheritdoc/>
    public static void Write(ref KeyWriter writer, in string key) => EscapedText.Write(ref writer, key);

    /// <inheritdoc/>
    public static string Read(ref KeyReader reader) => EscapedText.Read(ref reader);
}

/// <summary>
/// Converts between strings and their bytes in keys: UTF-8, each 00 written as 00 FF, then 00 01. The terminator sorts below every continuation of the
/// text (an escaped 00 begins with 00 FF, any other byte is above 00), so prefixes come first.
/// </summary>
internal static class EscapedText
{
    private const byte Escape = 0x00;
    private const byte EscapedZero = 0xFF;
    private const byte Terminator = 0x01;
    private const int TerminatorLength = 2;
    private const int LongestUtf8PerChar = 3; // also covers U+0000, which is escaped to two bytes
    private const int StackLength = 256;

    public static void Write(ref KeyWriter writer, string text)
    {
        var target = writer.Reserve(checked((text.Length * LongestUtf8PerChar) + TerminatorLength));
        if (Utf8.FromUtf16(text, target, out _, out var length, replaceInvalidSequences: false) != OperationStatus.Done)
            KeyFormatException.ThrowNoNormalForm("The string key has a lone surrogate, which no UTF-8 text can hold.");
        if (target[..length].Contains(Escape))
            length = EscapeZeros(target, length);
        target[length] = Escape;
        target[length + 1] = Terminator;
        writer.Advance(length + TerminatorLength);
    }

    public static string Read(ref KeyReader reader)
    {
        var start = reader.Position;
        var text = reader.Remaining;
        var (length, zeros) = Measure(text, start);
        var escaped = reader.Read(length + TerminatorLength)[..length];
        return zeros == 0 ? Decode(escaped, start) : DecodeEscaped(escaped, start);
    }

    // Moves the bytes from the end backwards, so that no byte is overwritten before it has moved. Returns the length including the escapes.
    private static int EscapeZeros(Span<byte> target, int length)
    {
        var escapedLength = length + target[..length].Count(Escape);
        var write = escapedLength;
        for (var read = length - 1; write > read + 1; read--)
        {
            if (target[read] == Escape)
                target[--write] = EscapedZero;
            target[--write] = target[read];
        }

        return escapedLength;
    }

    private static (int Length, int Zeros) Measure(ReadOnlySpan<byte> text, int start)
    {
        var length = 0;
        for (var zeros = 0; ; zeros++)
        {
            var step = text[length..].IndexOf(Escape);
            if (step < 0 || length + step + 1 == text.Length)
                throw SerializationFormatException.InvalidKey(nameof(String), start, "has no terminator");
            length += step;
            if (text[length + 1] == Terminator)
                return (length, zeros);
            if (text[length + 1] != EscapedZero)
                throw SerializationFormatException.InvalidKey(nameof(String), start, "has an unknown escape");
            length += TerminatorLength;
        }
    }

    private static string Decode(ReadOnlySpan<byte> utf8, int start) =>
        Utf8.IsValid(utf8)
            ? Encoding.UTF8.GetString(utf8)
            : throw SerializationFormatException.InvalidKey(nameof(String), start, "is not UTF-8");

    [SkipLocalsInit]
    private static string DecodeEscaped(ReadOnlySpan<byte> escaped, int start)
    {
        var rented = escaped.Length > StackLength ? ArrayPool<byte>.Shared.Rent(escaped.Length) : null;
        try
        {
            var target = rented ?? stackalloc byte[StackLength];
            return Decode(target[..Unescape(escaped, target)], start);
        }
        finally
        {
            PooledBuffer.Return(rented);
        }
    }

    private static int Unescape(ReadOnlySpan<byte> escaped, Span<byte> target)
    {
        var length = 0;
        for (var read = 0; read < escaped.Length; read++)
        {
            target[length++] = escaped[read];
            if (escaped[read] == Escape)
                read++;
        }

        return length;
    }
}
