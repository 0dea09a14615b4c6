using System.Text.Json;
using System.Text.Json.Serialization;

namespace StateGen.Schemas;

/// <summary>A schema in a manifest: the lines of its canonical text, so that people can read it.</summary>
internal sealed class OperatorSchemaJsonConverter : JsonConverter<OperatorSchema>
{
    public override OperatorSchema Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var lines = new List<string>();
        if (reader.TokenType != JsonTokenType.StartArray)
            throw new JsonException("A schema must be an array of lines.");
        while (reader.Read() && reader.TokenType == JsonTokenType.String)
            lines.Add(reader.GetString()!);
        if (reader.TokenType != JsonTokenType.EndArray)
            throw new JsonException("A schema must be an array of lines.");
        return OperatorSchema.Parse(string.Join('\n', lines));
    }

    public override void Write(Utf8JsonWriter writer, OperatorSchema value, JsonSerializerOptions options)
    {
        writer.WriteStartArray();
        foreach (var line in value.ToString().TrimEnd('\n').Split('\n'))
            writer.WriteStringValue(line);
        writer.WriteEndArray();
    }
}
