using System.ComponentModel;

namespace StateGen.Serialization;

/// <summary>
/// Generated code: the codec of a state that may hold types which can be changed in place: what goes in and what goes out is a copy through the bytes, so
/// that nobody can change what is kept.
/// </summary>
/// <typeparam name="T">The type of the state.</typeparam>
/// <typeparam name="TCodec">Its codec.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct CopyingCodec<T, TCodec> : ICodec<T>
    where TCodec : ICodec<T>
{
    private const int StackLength = 256;

    /// <inheritdoc/>
    public static Normalization Normalization => Normalization.Changes;

    /// <summary>Checks a value and copies it.</summary>
    /// <param name="value">Any value of the type.</param>
    /// <exception cref="ArgumentException">As the codec of the type.</exception>
    public static T Normalize(T value) => Copy(TCodec.Normalize(value));

    /// <summary>Copies a value that is kept, for user code to change.</summary>
    /// <param name="value">The value that is kept.</param>
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
