using System.ComponentModel;

namespace StateGen.Serialization;

/// <summary>
/// Generated code: calls a hand-written codec that <see cref="UseCodecAttribute"/> registers. The codec may implement the members of <see cref="ICodec{T}"/>
/// explicitly, as a codec for several types must.
/// </summary>
/// <typeparam name="T">The value type.</typeparam>
/// <typeparam name="TCodec">The hand-written codec.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct RegisteredCodec<T, TCodec> : ICodec<T>
    where TCodec : struct, ICodec<T>
{
    /// <inheritdoc/>
    public static Normalization Normalization => TCodec.Normalization;

    /// <inheritdoc/>
    public static T Normalize(T value)
    {
        if (value is null)
            throw new ArgumentNullException(nameof(value), $"The stored {typeof(T)} is null, but its type does not admit null.");
        return TCodec.Normalize(value);
    }

    /// <inheritdoc/>
    public static T HandOut(T value) => TCodec.HandOut(value);

    /// <inheritdoc/>
    public static bool IsDefault(in T value) => TCodec.IsDefault(in value);

    /// <inheritdoc/>
    public static void Write(ref MessagePackWriter writer, in T value) => TCodec.Write(ref writer, in value);

    /// <inheritdoc/>
    public static T Read(ref MessagePackReader reader) => TCodec.Read(ref reader);
}
