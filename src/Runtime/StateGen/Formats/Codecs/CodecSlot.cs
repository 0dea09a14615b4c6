namespace StateGen.Serialization;

/// <summary>A codec behind virtual calls, for code that does not know it when it is compiled.</summary>
/// <typeparam name="T">The value type.</typeparam>
internal abstract class CodecSlot<T>
{
    public abstract Normalization Normalization { get; }

    public abstract T Normalize(T value);

    public abstract T HandOut(T value);

    public abstract bool IsDefault(in T value);

    public abstract void Write(ref MessagePackWriter writer, in T value);

    public abstract T Read(ref MessagePackReader reader);
}
