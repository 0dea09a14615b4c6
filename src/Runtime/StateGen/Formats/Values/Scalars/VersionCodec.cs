using System.Runtime.CompilerServices;

namespace StateGen.Serialization;

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
