using System.ComponentModel;
using StateGen.Backends;
using StateGen.Formats.Values;

namespace StateGen.Serialization;

/// <summary>
/// Generated code: the codec of the column of a reducing or aggregating state: nil if there is no accumulator; otherwise, an array with the accumulator as its
/// only element. The array tells an accumulator that is itself written as nil from none.
/// </summary>
/// <typeparam name="T">The type of the accumulator.</typeparam>
/// <typeparam name="TCodec">The codec of the accumulator.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct AccumulatorCodec<T, TCodec> : ICodec<Accumulator<T>>
    where TCodec : ICodec<T>
{
    /// <inheritdoc/>
    public static Normalization Normalization => TCodec.Normalization;

    /// <inheritdoc/>
    public static Accumulator<T> Normalize(Accumulator<T> value) => value.IsPresent ? new(TCodec.Normalize(value.Value)) : value;

    /// <inheritdoc/>
    public static Accumulator<T> HandOut(Accumulator<T> value) => value.IsPresent ? new(TCodec.HandOut(value.Value)) : value;

    /// <inheritdoc/>
    public static bool IsDefault(in Accumulator<T> value) => value.IsEmpty;

    /// <inheritdoc/>
    public static void Write(ref MessagePackWriter writer, in Accumulator<T> value)
    {
        if (value.IsEmpty)
        {
            writer.WriteNil();
            return;
        }

        AccumulatorFormat.WriteHeader(ref writer);
        TCodec.Write(ref writer, value.Value);
    }

    /// <inheritdoc/>
    public static Accumulator<T> Read(ref MessagePackReader reader)
    {
        if (reader.TryReadNil())
            return default;
        AccumulatorFormat.ReadHeader(ref reader);
        return new(TCodec.Read(ref reader));
    }
}
