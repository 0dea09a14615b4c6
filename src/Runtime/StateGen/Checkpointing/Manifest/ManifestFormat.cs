using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using StateGen.Checkpointing.Log;
using StateGen.Checkpoints;

namespace StateGen.Checkpointing.Manifest;

/// <summary>Encodes and decodes manifests, job claims, entries of the log and commit records as sealed JSON (<see cref="SealedText"/>).</summary>
internal static class ManifestFormat
{
    public static byte[] Encode(CheckpointManifest manifest) => Encode(manifest, ManifestJsonContext.Readable.CheckpointManifest);

    public static byte[] Encode(JobClaim claim) => Encode(claim, ManifestJsonContext.Readable.JobClaim);

    public static byte[] Encode(CommittedCheckpoint committed) => Encode(committed, ManifestJsonContext.Readable.CommittedCheckpoint);

    public static byte[] Encode(LogEntry entry) => Encode(entry, ManifestJsonContext.Readable.LogEntry);

    public static CheckpointManifest DecodeManifest(string file, ReadOnlyMemory<byte> text) =>
        Decode(file, text, ManifestJsonContext.Readable.CheckpointManifest);

    public static JobClaim DecodeClaim(string file, ReadOnlyMemory<byte> text) =>
        Decode(file, text, ManifestJsonContext.Readable.JobClaim);

    public static LogEntry DecodeEntry(string file, ReadOnlyMemory<byte> text) => Decode(file, text, ManifestJsonContext.Readable.LogEntry);

    public static CommittedCheckpoint DecodeCommitted(string file, ReadOnlyMemory<byte> text) =>
        Decode(file, text, ManifestJsonContext.Readable.CommittedCheckpoint);

    private static byte[] Encode<T>(T content, JsonTypeInfo<T> type) => SealedText.Seal(JsonSerializer.SerializeToUtf8Bytes(content, type));

    private static T Decode<T>(string file, ReadOnlyMemory<byte> text, JsonTypeInfo<T> type)
    {
        var json = SealedText.Open(file, text);
        try
        {
            RequireKnownVersion(file, json);
            return JsonSerializer.Deserialize(json.Span, type) ?? throw new JsonException("The content is null.");
        }
        catch (Exception exception) when (exception is JsonException or FormatException or ArgumentException
            or NotSupportedException or InvalidOperationException or KeyNotFoundException)
        {
            throw new CheckpointDamagedException(file, "the content that this format version has", exception.Message, exception);
        }
    }

    // The version is read first and separately, because the content of a later version may not fit the current types.
    private static void RequireKnownVersion(string file, ReadOnlyMemory<byte> json)
    {
        using var document = JsonDocument.Parse(json);
        var version = document.RootElement.GetProperty("formatVersion").GetInt32();
        if (version is < CheckpointManifest.FirstFormatVersion or > CheckpointManifest.CurrentFormatVersion)
            throw new CheckpointFormatException(
                $"'{file}' has format version {version}; this version of StateGen reads versions {CheckpointManifest.FirstFormatVersion} "
                + $"to {CheckpointManifest.CurrentFormatVersion}. "
                + "Run the version of StateGen that wrote it.");
    }
}

// content "\n" "crc32c=" 8 lower-case hexadecimal digits "\n"
// The checksum covers the content and its line end. The seal is compared as bytes, so that only its canonical spelling is accepted.

/// <summary>Adds and checks the seal of a text: a last line with the checksum of everything before it.</summary>
internal static class SealedText
{
    private const string Label = "crc32c=";
    private const int SealLength = 7 + Crc32C.TextLength + 1;

    /// <summary>Appends the seal.</summary>
    public static byte[] Seal(ReadOnlySpan<byte> content)
    {
        byte[] body = [.. content, (byte)'\n'];
        return [.. body, .. SealOf(body)];
    }

    /// <summary>Checks the seal and removes it.</summary>
    /// <exception cref="CheckpointDamagedException">The text was altered or truncated.</exception>
    public static ReadOnlyMemory<byte> Open(string file, ReadOnlyMemory<byte> text)
    {
        var bodyLength = Math.Max(0, text.Length - SealLength);
        var body = text[..bodyLength];
        var found = text.Span[bodyLength..];
        var expected = SealOf(body.Span);
        if (!found.SequenceEqual(expected))
            throw new CheckpointDamagedException(file, Describe(expected), Describe(found));
        return body;
    }

    private static byte[] SealOf(ReadOnlySpan<byte> body) => Encoding.ASCII.GetBytes($"{Label}{Crc32C.Of(body)}\n");

    private static string Describe(ReadOnlySpan<byte> seal) => $"the last line '{Encoding.ASCII.GetString(seal).TrimEnd('\n')}'";
}

/// <summary>
/// Defines the JSON form of the files that a storage holds besides state files. It is canonical (the same content always gives the same text) and readable.
/// </summary>
[JsonSerializable(typeof(CheckpointManifest))]
[JsonSerializable(typeof(JobClaim))]
[JsonSerializable(typeof(CommittedCheckpoint))]
[JsonSerializable(typeof(LogEntry))]
internal sealed partial class ManifestJsonContext : JsonSerializerContext
{
    /// <summary>The context with the options of the format, which are indented and canonical.</summary>
    public static readonly ManifestJsonContext Readable = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        WriteIndented = true,
        NewLine = "\n",
    });
}

/// <summary>Writes fields as one JSON object of strings, in ordinal order of the names.</summary>
internal sealed class ManifestFieldsJsonConverter : JsonConverter<ManifestFields>
{
    public override ManifestFields Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var fields = ManifestFields.Empty;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            reader.Read();
            fields = fields.With(name, reader.GetString() ?? throw new JsonException($"The field '{name}' is null."));
        }

        return fields;
    }

    public override void Write(Utf8JsonWriter writer, ManifestFields value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        foreach (var (name, text) in value.All)
            writer.WriteString(name, text);
        writer.WriteEndObject();
    }
}

/// <summary>Writes a checksum as its eight hexadecimal digits.</summary>
internal sealed class Crc32CJsonConverter : JsonConverter<Crc32C>
{
    public override Crc32C Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Crc32C.Parse(reader.GetString() ?? "");

    public override void Write(Utf8JsonWriter writer, Crc32C value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToString());
}

/// <summary>Records the job that a storage belongs to. Stored in the same storage as its checkpoints at the first start.</summary>
/// <param name="FormatVersion">The version of the layout of the storage.</param>
/// <param name="JobId">The id of the job.</param>
internal sealed record JobClaim(int FormatVersion, string JobId);

/// <summary>
/// Records the latest checkpoint whose output the sinks have committed, in versions 1 to 3 of the format. It distinguishes a completed checkpoint that lost its
/// manifest from one that was never completed. It also keeps a restart from looking for committed output that has been moved away.
/// </summary>
/// <param name="FormatVersion">The version of the layout of the storage.</param>
/// <param name="CheckpointId">The number of the checkpoint.</param>
internal sealed record CommittedCheckpoint(int FormatVersion, long CheckpointId);
