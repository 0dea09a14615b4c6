using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using StateGen.Checkpoints;

namespace StateGen.Checkpointing.Manifest;

/// <summary>The JSON form of what a storage holds beside state: canonical (one text for one content) and meant to be read by people.</summary>
[JsonSerializable(typeof(CheckpointManifest))]
[JsonSerializable(typeof(JobClaim))]
[JsonSerializable(typeof(CommittedOutput))]
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
