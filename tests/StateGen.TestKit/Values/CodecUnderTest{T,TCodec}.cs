using StateGen.Serialization;

namespace StateGen.TestKit.Values;

/// <summary>Calls one codec directly.</summary>
internal sealed class CodecUnderTest<T, TCodec> : CodecUnderTest
    where TCodec : ICodec<T>
{
    public override Type Codec => typeof(TCodec);

    public override Type Type => typeof(T);

    public override byte[] Write(object? value)
    {
        var typed = (T)value!;
        var writer = new MessagePackWriter(default);
        try
        {
            TCodec.Write(ref writer, in typed);
            return writer.Written.ToArray();
        }
        finally
        {
            writer.Dispose();
        }
    }

    public override object? Read(byte[] bytes)
    {
        var reader = new MessagePackReader(bytes);
        var value = TCodec.Read(ref reader);
        Assert.True(reader.AtEnd);
        return value;
    }

    public override void ReadOver(ref MessagePackReader reader) => TCodec.Read(ref reader);

    public override object? Normalize(object? value) => TCodec.Normalize((T)value!);
}
