using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using StateGen.Checkpoints;

namespace StateGen.Checkpointing.Manifest;

/// <summary>Encodes manifests and what stands beside them as sealed JSON (<see cref="SealedText"/>).</summary>
internal static class ManifestFormat
{
    public static byte[] Encode(CheckpointManifest manifest) => Encode(manifest, ManifestJsonContext.Readable.CheckpointManifest);

    public static byte[] Encode(JobClaim claim) => Encode(claim, ManifestJsonContext.Readable.JobClaim);

    public static byte[] Encode(CommittedCheckpoint committed) => Encode(committed, ManifestJsonContext.Readable.CommittedCheckpoint);

    public static CheckpointManifest DecodeManifest(string file, ReadOnlyMemory<byte> text) =>
        Decode(file, text, ManifestJsonContext.Readable.CheckpointManifest);

    public static JobClaim DecodeClaim(string file, ReadOnlyMemory<byte> text) =>
        Decode(file, text, ManifestJsonContext.Readable.JobClaim);

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
        catch (Exception exception) when (exception is JsonException or FormatException or ArgumentException or NotSupportedException or InvalidOperationException or KeyNotFoundException)
        {
            throw new CheckpointDamagedException(file, "the content that this format version has", exception.Message, exception);
        }
    }

    // Read first and apart: a later version may hold what today's types cannot take.
    private static void RequireKnownVersion(string file, ReadOnlyMemory<byte> json)
    {
        using var document = JsonDocument.Parse(json);
        var version = document.RootElement.GetProperty("formatVersion").GetInt32();
        if (version != CheckpointManifest.CurrentFormatVersion)
            throw new CheckpointFormatException($"'{file}' has format version {version}; this version of StateGen reads version {CheckpointManifest.CurrentFormatVersion}. Run the version that wrote it.");
    }
}

// content "\n" "crc32c=" 8 lower-case hexadecimal digits "\n"
// The checksum covers the content and its line end. The seal is compared as bytes, so that no other spelling of it passes.

/// <summary>Text that protects itself: its last line is the checksum of everything before.</summary>
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

    /// <summary>Checks the seal and takes it off.</summary>
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

/// <summary>The JSON form of what a storage holds beside state: canonical (one text for one content) and meant to be read by people.</summary>
[JsonSerializable(typeof(CheckpointManifest))]
[JsonSerializable(typeof(JobClaim))]
[JsonSerializable(typeof(CommittedCheckpoint))]
internal sealed partial class ManifestJsonContext : JsonSerializerContext
{
    /// <summary>The context with the options of the format.</summary>
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

/// <summary>Says which job a storage belongs to; kept beside its checkpoints from the first start on.</summary>
/// <param name="FormatVersion">The version of the layout of the storage.</param>
/// <param name="JobId">The job.</param>
internal sealed record JobClaim(int FormatVersion, string JobId);

/// <summary>
/// Says up to which checkpoint the sinks have committed their output; kept beside the checkpoints. It tells a checkpoint that was completed and lost its
/// manifest from one that never was, and spares a restart to ask for output that was visible already and has been taken away since.
/// </summary>
/// <param name="FormatVersion">The version of the layout of the storage.</param>
/// <param name="CheckpointId">The checkpoint.</param>
internal sealed record CommittedCheckpoint(int FormatVersion, long CheckpointId);
