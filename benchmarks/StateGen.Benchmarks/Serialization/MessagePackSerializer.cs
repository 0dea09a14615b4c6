using StateGen.Serialization;

namespace StateGen.Benchmarks.Serialization;

/// <summary>A generated codec.</summary>
internal sealed class MessagePackSerializer<TCodec> : ISerializer
    where TCodec : ICodec<Reading>
{
    private const int BufferLength = 256;

    private readonly Reading[] _readings;
    private readonly byte[][] _encodings;
    private readonly byte[] _buffer = new byte[BufferLength];

    public MessagePackSerializer(Reading[] readings)
    {
        _readings = readings;
        _encodings = Array.ConvertAll(readings, Encode);
    }

    public int Write()
    {
        var total = 0;
        var writer = new MessagePackWriter(_buffer);
        foreach (var reading in _readings)
        {
            writer.Clear();
            TCodec.Write(ref writer, in reading);
            total += writer.Length;
        }

        writer.Dispose();
        return total;
    }

    public long Read()
    {
        var total = 0L;
        foreach (var encoding in _encodings)
        {
            var reader = new MessagePackReader(encoding);
            total += TCodec.Read(ref reader).Timestamp;
        }

        return total;
    }

    private byte[] Encode(Reading reading)
    {
        var writer = new MessagePackWriter(_buffer);
        TCodec.Write(ref writer, in reading);
        var encoding = writer.Written.ToArray();
        writer.Dispose();
        return encoding;
    }
}
