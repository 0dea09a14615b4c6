using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Text.Unicode;

namespace StateGen.Connectors.Files;

/// <summary>The conversion of lines to events.</summary>
/// <param name="Parse">The parser.</param>
/// <param name="RequiresUtf8">Whether only lines that are valid UTF-8 may be passed to the parser, which does not check them itself.</param>
internal readonly record struct LineParser<T>(Utf8LineParser<T> Parse, bool RequiresUtf8)
{
    /// <summary>Converts a line without its line end to an event. Any exception means that the line is not an event.</summary>
    /// <param name="line">The bytes of the line.</param>
    /// <param name="isAscii">Whether the line is known to consist of ASCII characters.</param>
    public T Convert(ReadOnlySpan<byte> line, bool isAscii)
    {
        if (RequiresUtf8 && !isAscii && !Utf8.IsValid(line))
            throw new FormatException(LineParsers.NotUtf8);
        return Parse(line);
    }
}

/// <summary>The parsers of lines.</summary>
internal static class LineParsers
{
    public const string NotUtf8 = "the line is not valid UTF-8";

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    private static readonly string[] EndsOfReason = [" Path: ", " LineNumber: "];

    /// <summary>Returns a parser that passes the text of a line to a function of the user.</summary>
    public static LineParser<T> OfText<T>(Func<string, T> parse) => new(line => parse(TextOf(line)), RequiresUtf8: false);

    /// <summary>Returns a parser of the user, which gets valid UTF-8 only.</summary>
    public static LineParser<T> OfUtf8<T>(Utf8LineParser<T> parse) => new(parse, RequiresUtf8: true);

    /// <summary>Returns a parser of lines that are JSON.</summary>
    public static LineParser<T> OfJson<T>(JsonTypeInfo<T> type) => new(line => ParseJson(line, type), RequiresUtf8: false);

    private static T ParseJson<T>(ReadOnlySpan<byte> line, JsonTypeInfo<T> type)
    {
        try
        {
            return JsonSerializer.Deserialize(line, type) ?? throw new FormatException("the line holds null instead of an event");
        }
        catch (JsonException exception)
        {
            throw new FormatException($"the line is not the JSON of type {typeof(T).Name}: {ReasonOf(exception)}", exception);
        }
    }

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
