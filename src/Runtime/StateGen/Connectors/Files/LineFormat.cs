using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace StateGen.Connectors.Files;

/// <summary>Converts records to lines for one writer.</summary>
/// <typeparam name="T">The type of the records.</typeparam>
internal abstract class LineFormat<T> : IDisposable
{
    /// <summary>Appends a record without a line end.</summary>
    public abstract void Write(T record, ArrayBufferWriter<byte> output);

    public abstract void Dispose();
}

/// <summary>Lines that a function of the user formats.</summary>
internal sealed class TextLineFormat<T>(Func<T, string> format) : LineFormat<T>
{
    public override void Write(T record, ArrayBufferWriter<byte> output) => Utf8Text.Append(format(record), output);

    public override void Dispose()
    {
    }
}

/// <summary>Lines that are JSON, whether the options of the type ask for indentation or not.</summary>
internal sealed class JsonLineFormat<T>(JsonTypeInfo<T> type) : LineFormat<T>
{
    private readonly Utf8JsonWriter _json = new(Stream.Null, new JsonWriterOptions { Encoder = type.Options.Encoder, MaxDepth = type.Options.MaxDepth });

    public override void Write(T record, ArrayBufferWriter<byte> output)
    {
        _json.Reset(output);
        JsonSerializer.Serialize(_json, record, type);
        _json.Flush();
    }

    public override void Dispose() => _json.Dispose();
}

/// <summary>Text as UTF-8.</summary>
internal static class Utf8Text
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <exception cref="EncoderFallbackException">The text is not valid UTF-16.</exception>
    public static void Append(string text, ArrayBufferWriter<byte> output) =>
        output.Advance(StrictUtf8.GetBytes(text, output.GetSpan(StrictUtf8.GetMaxByteCount(text.Length))));
}
