using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using StateGen.Checkpoints;

namespace StateGen.Checkpointing.Manifest;

/// <summary>Encodes manifests and what stands beside them as sealed JSON (<see cref="SealedText"/>).</summary>
internal static class ManifestFormat
{
    public static byte[] Encode(CheckpointManifest manifest) => Encode(manifest, ManifestJsonContext.Readable.CheckpointManifest);

    public static byte[] Encode(JobClaim claim) => Encode(claim, ManifestJsonContext.Readable.JobClaim);

    public static byte[] Encode(CommittedOutput committed) => Encode(committed, ManifestJsonContext.Readable.CommittedOutput);

    public static CheckpointManifest DecodeManifest(string file, ReadOnlyMemory<byte> text) =>
        Decode(file, text, ManifestJsonContext.Readable.CheckpointManifest);

    public static JobClaim DecodeClaim(string file, ReadOnlyMemory<byte> text) =>
        Decode(file, text, ManifestJsonContext.Readable.JobClaim);

    public static CommittedOutput DecodeCommitted(string file, ReadOnlyMemory<byte> text) =>
        Decode(file, text, ManifestJsonContext.Readable.CommittedOutput);

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
