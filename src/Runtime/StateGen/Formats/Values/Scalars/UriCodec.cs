namespace StateGen.Serialization;

/// <summary>
/// Serializes <see cref="Uri"/> as a MessagePack string, the text that it was made of. A text that can be relative is read as relative, so
/// that an absolute URI that was made of a file path, such as <c>C:\data</c>, is refused.
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
            ? throw new ArgumentException($"The stored URI was made of the file path '{value.OriginalString}', which reads back as relative: store new Uri(uri.AbsoluteUri).", nameof(value))
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
