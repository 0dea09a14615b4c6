using System.Runtime.CompilerServices;
using System.Text;
using StateGen.Formats.Values;

namespace StateGen.Serialization;

/// <summary>Serializes <see cref="string"/> as a MessagePack string. Null is refused; <see cref="NullableReferenceCodec{T, TCodec}"/> admits it.</summary>
public readonly struct StringCodec : ICodec<string>
{
    /// <inheritdoc/>
    public static Normalization Normalization => Normalization.Checks;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static string Normalize(string value)
    {
        ThrowIfNull(value);
        TextLength.ThrowIfAbove(StateLimits.LargestValue, value);
        var lone = Surrogates.IndexOfLone(value);
        return lone < 0
            ? value
            : throw new ArgumentException($"The text has a lone surrogate at index {lone}, which no UTF-8 text can hold.", nameof(value));
    }

    /// <inheritdoc/>
    public static void Write(ref MessagePackWriter writer, in string value)
    {
        ThrowIfNull(value);
        writer.WriteString(value);
    }

    /// <inheritdoc/>
    public static string Read(ref MessagePackReader reader) => reader.ReadString();

    private static void ThrowIfNull(string? value)
    {
        if (value is null)
        {
            throw new ArgumentNullException(
                nameof(value),
                "The stored text is null, but its type is string: assign a text, or declare the state or member as string?.");
        }
    }
}

/// <summary>The length of texts in UTF-8.</summary>
internal static class TextLength
{
    private const int LongestUtf8PerChar = 3;

    /// <summary>Throws if a text is longer than a limit. Counts the bytes only of texts that may be.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void ThrowIfAbove(int limit, string text)
    {
        if (text.Length > limit / LongestUtf8PerChar)
            Check(limit, text);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Check(int limit, string text)
    {
        // A longer text may have more bytes than can be counted.
        var length = text.Length > limit ? text.Length : (long)Encoding.UTF8.GetByteCount(text);
        if (length > limit)
            throw new StateSizeException(length, limit);
    }
}

/// <summary>Serializes <see cref="char"/> as a MessagePack integer, the UTF-16 code unit.</summary>
public readonly struct CharCodec : ICodec<char>
{
    /// <inheritdoc/>
    public static Normalization Normalization => Normalization.None;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static char Normalize(char value) => value;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Write(ref MessagePackWriter writer, in char value) => writer.WriteUInt64(value);

    /// <inheritdoc/>
    public static char Read(ref MessagePackReader reader) => (char)reader.ReadUInt16();
}

/// <summary>
/// Serializes <see cref="Uri"/> as a MessagePack string, the text that it was created from. Text that can be relative is read as relative, so an absolute URI
/// that was created from a file path, such as <c>C:\data</c>, is refused.
/// </summary>
public readonly struct UriCodec : ICodec<Uri>
{
    /// <inheritdoc/>
    public static Normalization Normalization => Normalization.Checks;

    /// <inheritdoc/>
    public static Uri Normalize(Uri value)
    {
        ArgumentNullException.ThrowIfNull(value);
        StringCodec.Normalize(value.OriginalString);
        return IsFilePath(value)
            ? throw new ArgumentException(
                $"The stored URI was created from the file path '{value.OriginalString}', which reads back as a relative URI: store new Uri(uri.AbsoluteUri).",
                nameof(value))
            : value;
    }

    /// <inheritdoc/>
    public static void Write(ref MessagePackWriter writer, in Uri value)
    {
        ArgumentNullException.ThrowIfNull(value);
        writer.WriteString(value.OriginalString);
    }

    /// <inheritdoc/>
    public static Uri Read(ref MessagePackReader reader)
    {
        var text = reader.ReadString();
        return Uri.TryCreate(text, UriKind.Relative, out var value) || Uri.TryCreate(text, UriKind.Absolute, out value)
            ? value
            : throw SerializationFormatException.Invalid("URI", $"'{text}' is neither absolute nor relative");
    }

    private static bool IsFilePath(Uri value) =>
        value is { IsAbsoluteUri: true, IsFile: true } && Uri.TryCreate(value.OriginalString, UriKind.Relative, out _);
}

/// <summary>Serializes <see cref="Version"/> as a MessagePack string of its two to four numbers, with dots between them.</summary>
public readonly struct VersionCodec : ICodec<Version>
{
    private const int LongestText = 43;

    /// <inheritdoc/>
    public static Normalization Normalization => Normalization.Checks;

    /// <inheritdoc/>
    public static Version Normalize(Version value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return value;
    }

    /// <inheritdoc/>
    [SkipLocalsInit]
    public static void Write(ref MessagePackWriter writer, in Version value)
    {
        ArgumentNullException.ThrowIfNull(value);
        Span<char> text = stackalloc char[LongestText];
        value.TryFormat(text, out var length);
        writer.WriteString(text[..length]);
    }

    /// <inheritdoc/>
    public static Version Read(ref MessagePackReader reader)
    {
        var text = reader.ReadString();
        return Version.TryParse(text, out var value)
            ? value
            : throw SerializationFormatException.Invalid(nameof(Version), $"'{text}' is not two to four numbers with dots between them");
    }
}
