using System.Buffers;
using System.Text.Json;

namespace StateGen.Benchmarks.Serialization;

/// <summary>System.Text.Json with generated metadata; the writer's buffer is reused.</summary>
internal sealed class SystemTextJsonSerializer(Reading[] readings) : ISerializer
{
    private readonly byte[][] _encodings =
        Array.ConvertAll(readings, reading => JsonSerializer.SerializeToUtf8Bytes(reading, ReadingJsonContext.Default.Reading));

    private readonly ArrayBufferWriter<byte> _buffer = new();

    public int Write()
    {
        var total = 0;
        using var writer = new Utf8JsonWriter(_buffer);
        foreach (var reading in readings)
        {
            _buffer.ResetWrittenCount();
            writer.Reset();
            JsonSerializer.Serialize(writer, reading, ReadingJsonContext.Default.Reading);
            total += _buffer.WrittenCount;
        }

        return total;
    }

    public long Read()
    {
        var total = 0L;
        foreach (var encoding in _encodings)
            total += JsonSerializer.Deserialize(encoding, ReadingJsonContext.Default.Reading)!.Timestamp;
        return total;
    }
}
