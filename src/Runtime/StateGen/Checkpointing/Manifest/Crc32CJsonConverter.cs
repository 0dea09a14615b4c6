using System.Text.Json;
using System.Text.Json.Serialization;
using StateGen.Checkpoints;

namespace StateGen.Checkpointing.Manifest;

/// <summary>Writes a checksum as its eight hexadecimal digits.</summary>
internal sealed class Crc32CJsonConverter : JsonConverter<Crc32C>
{
    public override Crc32C Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Crc32C.Parse(reader.GetString() ?? "");

    public override void Write(Utf8JsonWriter writer, Crc32C value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToString());
}
