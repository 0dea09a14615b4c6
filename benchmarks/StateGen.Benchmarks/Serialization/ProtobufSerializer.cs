using Google.Protobuf;

namespace StateGen.Benchmarks.Serialization;

/// <summary>Google.Protobuf with spans.</summary>
internal sealed class ProtobufSerializer(Reading[] readings) : ISerializer
{
    private const int BufferLength = 256;

    private readonly ReadingMessage[] _messages = Array.ConvertAll(readings, ReadingMessage.Of);
    private readonly byte[][] _encodings = Array.ConvertAll(readings, reading => ReadingMessage.Of(reading).ToByteArray());
    private readonly byte[] _buffer = new byte[BufferLength];

    public int Write()
    {
        var total = 0;
        foreach (var message in _messages)
        {
            var length = message.CalculateSize();
            message.WriteTo(_buffer.AsSpan(0, length));
            total += length;
        }

        return total;
    }

    public long Read()
    {
        var total = 0L;
        foreach (var encoding in _encodings)
            total += ReadingMessage.Parser.ParseFrom(encoding).Timestamp;
        return total;
    }
}
