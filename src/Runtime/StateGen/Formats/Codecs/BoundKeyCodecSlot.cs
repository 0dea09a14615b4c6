namespace StateGen.Keys;

/// <summary>The slot that calls one key codec.</summary>
/// <typeparam name="TKey">The key type.</typeparam>
/// <typeparam name="TCodec">The codec.</typeparam>
internal sealed class BoundKeyCodecSlot<TKey, TCodec> : KeyCodecSlot<TKey>
    where TCodec : struct, IKeyCodec<TKey>
{
    public override TKey Normalize(TKey key) => TCodec.Normalize(key);

    public override bool AreEqual(in TKey left, in TKey right) => TCodec.Equals(in left, in right);

    public override ulong Hash(in TKey key) => TCodec.Hash(in key);

    public override void Write(ref KeyWriter writer, in TKey key) => TCodec.Write(ref writer, in key);

    public override TKey Read(ref KeyReader reader) => TCodec.Read(ref reader);
}
