using System.Text.Json;
using System.Text.Json.Serialization;
using StateGen.Checkpoints;

namespace StateGen.Checkpointing.Manifest;

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
