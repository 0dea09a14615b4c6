using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Text.Unicode;

namespace StateGen.Connectors.Files;

/// <summary>The parsers of lines.</summary>
internal static class LineParsers
{
    private const string NotUtf8 = "the line is not valid UTF-8";

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    private static readonly string[] EndsOfReason = [" Path: ", " LineNumber: "];

    /// <summary>Returns a parser that passes the text of a line to a function of the user.</summary>
    public static Utf8LineParser<T> OfText<T>(Func<string, T> parse) => line => parse(TextOf(line));

    /// <summary>Returns a parser that passes the bytes of a line to a function of the user, which then need not check them.</summary>
    public static Utf8LineParser<T> OfUtf8<T>(Utf8LineParser<T> parse) =>
        line => Utf8.IsValid(line) ? parse(line) : throw new FormatException(NotUtf8);

    /// <summary>Returns a parser of lines that are JSON.</summary>
    public static Utf8LineParser<T> OfJson<T>(JsonTypeInfo<T> type) => line =>
    {
        try
        {
            return JsonSerializer.Deserialize(line, type) ?? throw new FormatException("the line holds null instead of an event");
        }
        catch (JsonException exception)
        {
            throw new FormatException($"the line is not the JSON of type {typeof(T).Name}: {ReasonOf(exception)}", exception);
        }
    };

    private static string TextOf(ReadOnlySpan<byte> line)
    {
        try
        {
            return StrictUtf8.GetString(line);
        }
        catch (DecoderFallbackException exception)
        {
            throw new FormatException(NotUtf8, exception);
        }
    }

    // The message of the exception ends with a path and with the number of a line, which is always 0 here.
    private static string ReasonOf(JsonException exception)
    {
        var message = exception.Message;
        var end = EndsOfReason.Select(part => message.IndexOf(part, StringComparison.Ordinal)).Where(static index => index > 0);
        var reason = message[..end.DefaultIfEmpty(message.Length).Min()].TrimEnd('.');
        var place = exception.Path is { Length: > 1 } path ? $"at {path}, byte" : "at byte";
        return exception.BytePositionInLine is { } position ? $"{reason} ({place} {position})" : reason;
    }
}
