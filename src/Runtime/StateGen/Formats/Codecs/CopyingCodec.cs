using System.ComponentModel;

namespace StateGen.Serialization;

/// <summary>
/// Generated code: the codec of a state whose type may contain objects that can be changed in place. Values are copied through their bytes when they are
/// stored and when they are handed out, so that nobody can change the stored value.
/// </summary>
/// <typeparam name="T">The type of the state.</typeparam>
/// <typeparam name="TCodec">The codec of the type.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct CopyingCodec<T, TCodec> : ICodec<T>
    where TCodec : ICodec<T>
{
    private const int StackLength = 256;

    /// <inheritdoc/>
    public static Normalization Normalization => Normalization.Changes;

    /// <summary>Checks a value and copies it.</summary>
    /// <param name="value">Any value of the type.</param>
    /// <exception cref="ArgumentException">The codec of the type refuses the value.</exception>
    public static T Normalize(T value) => Copy(TCodec.Normalize(value));

    /// <summary>Copies a stored value, for user code to change.</summary>
    /// <param name="value">The stored value.</param>
    public static T HandOut(T value) => Copy(value);

    /// <inheritdoc/>
    public static bool IsDefault(in T value) => TCodec.IsDefault(in value);

    /// <inheritdoc/>
    public static void Write(ref MessagePackWriter writer, in T value) => TCodec.Write(ref writer, in value);

    /// <inheritdoc/>
    public static T Read(ref MessagePackReader reader) => TCodec.Read(ref reader);

    private static T Copy(T value)
    {
        if (value is null)
            return value;
        var writer = new MessagePackWriter(stackalloc byte[StackLength]);
        try
        {
            TCodec.Write(ref writer, in value);
            var reader = new MessagePackReader(writer.Written);
            return TCodec.Read(ref reader);
        }
        finally
        {
            writer.Dispose();
        }
    }
}
