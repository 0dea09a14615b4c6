namespace StateGen.Serialization;

/// <summary>The slot that calls one codec.</summary>
/// <typeparam name="T">The value type.</typeparam>
/// <typeparam name="TCodec">The codec.</typeparam>
internal sealed class BoundCodecSlot<T, TCodec> : CodecSlot<T>
    where TCodec : struct, ICodec<T>
{
    public override Normalization Normalization => TCodec.Normalization;

    public override T Normalize(T value) => TCodec.Normalize(value);

    public override T HandOut(T value) => TCodec.HandOut(value);

    public override bool IsDefault(in T value) => TCodec.IsDefault(in value);

    public override void Write(ref MessagePackWriter writer, in T value) => TCodec.Write(ref writer, in value);

    public override T Read(ref MessagePackReader reader) => TCodec.Read(ref reader);
}
