using System.Runtime.CompilerServices;
using StateGen.Formats.Values;

namespace StateGen.Keys;

/// <summary>
/// Encodes strings as UTF-8 in which 00 is escaped as 00 FF, terminated by 00 01: the scheme of CockroachDB's ordered encoding
/// (pkg/util/encoding, EncodeBytesAscending). Keys sort by their UTF-8 bytes, which is the order of code points. Text with a
/// lone surrogate has no UTF-8 form and is no key; nothing else is normalised.
/// </summary>
public readonly struct StringKeyCodec : IKeyCodec<string>
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static string Normalize(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
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
