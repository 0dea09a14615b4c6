namespace StateGen.Keys;

/// <summary>A key codec behind virtual calls, for code that does not know it when it is compiled.</summary>
/// <typeparam name="TKey">The key type.</typeparam>
internal abstract class KeyCodecSlot<TKey>
{
    public abstract TKey Normalize(TKey key);

    public abstract bool AreEqual(in TKey left, in TKey right);

    public abstract ulong Hash(in TKey key);

    public abstract void Write(ref KeyWriter writer, in TKey key);

    public abstract TKey Read(ref KeyReader reader);
}
