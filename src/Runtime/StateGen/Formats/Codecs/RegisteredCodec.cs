using System.ComponentModel;

namespace StateGen.Serialization;

/// <summary>
/// Generated code: calls a hand-written codec that <see cref="UseCodecAttribute"/> registers. The codec may implement the members of <see cref="ICodec{T}"/>
/// explicitly, as a codec for several types must. Nobody knows what such a codec throws when it writes, and a value may be written long after its record.
/// Therefore each value is also written once when it is stored, so that an exception belongs to the record that stored the value.
/// </summary>
/// <typeparam name="T">The value type.</typeparam>
/// <typeparam name="TCodec">The hand-written codec.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct RegisteredCodec<T, TCodec> : ICodec<T>
    where TCodec : struct, ICodec<T>
{
    private const int StackLength = 256;

    /// <inheritdoc/>
    public static Normalization Normalization => TCodec.Normalization == Normalization.None ? Normalization.Checks : TCodec.Normalization;

    /// <inheritdoc/>
    public static T Normalize(T value)
    {
        if (value is null)
            throw new ArgumentNullException(nameof(value), $"The stored {typeof(T)} is null, but its type does not admit null.");
        var normal = TCodec.Normalize(value);
        // A codec may normalize and write the values inside. They are being written already, and a trial for each would double the work at each level.
        if (!RegisteredWriting.IsInProgress)
            TryWrite(in normal);
        return normal;
    }

    /// <inheritdoc/>
    public static T HandOut(T value) => TCodec.HandOut(value);

    /// <inheritdoc/>
    public static bool IsDefault(in T value) => TCodec.IsDefault(in value);

    /// <inheritdoc/>
    public static void Write(ref MessagePackWriter writer, in T value)
    {
        var isInside = RegisteredWriting.Begin();
        try
        {
            TCodec.Write(ref writer, in value);
        }
        finally
        {
            RegisteredWriting.End(isInside);
        }
    }

    /// <inheritdoc/>
    public static T Read(ref MessagePackReader reader) => TCodec.Read(ref reader);

    private static void TryWrite(in T value)
    {
        var writer = new MessagePackWriter(stackalloc byte[StackLength]);
        try
        {
            Write(ref writer, in value);
        }
        finally
        {
            writer.Dispose();
        }
    }
}

/// <summary>Tells on each thread whether a hand-written codec is writing.</summary>
internal static class RegisteredWriting
{
    [field: ThreadStatic]
    public static bool IsInProgress { get; private set; }

    /// <summary>Begins writing.</summary>
    /// <returns>true if a codec is already writing, for <see cref="End"/>.</returns>
    public static bool Begin()
    {
        var isInside = IsInProgress;
        IsInProgress = true;
        return isInside;
    }

    public static void End(bool isInside) => IsInProgress = isInside;
}
