using FsCheck;
using FsCheck.Fluent;
using StateGen.Serialization;
using StateGen.Tests.Generation;

namespace StateGen.Tests.Serialization;

/// <summary>What every codec must satisfy. A codec's test class names the values to try.</summary>
public abstract class CodecContract<T, TCodec>
    where TCodec : ICodec<T>
{
    /// <summary>Values that can be stored.</summary>
    protected abstract Gen<T> Values { get; }

    // Compared by their bytes, because NaN is not equal to itself, and as objects, because the bytes alone prove nothing.
    [Fact]
    public void A_value_reads_back_as_its_normal_form() =>
        Arbitraries.Check(Values, value =>
        {
            var normal = TCodec.Normalize(value);
            var bytes = Packed.BytesOf<T, TCodec>(value);
            var read = Packed.Read<T, TCodec>(bytes);
            return Equals(normal, read) && $"{normal}" == $"{read}" && bytes.AsSpan().SequenceEqual(Packed.BytesOf<T, TCodec>(read));
        });

    [Fact]
    public void Skipping_ends_where_reading_ends() =>
        Arbitraries.Check(Values.Zip(Arbitraries.Bytes), input =>
        {
            var encoded = Packed.BytesOf<T, TCodec>(input.Item1);
            var reader = new MessagePackReader([.. encoded, .. input.Item2]);
            reader.Skip();
            return reader.Position == encoded.Length;
        });

    [Fact]
    public void Truncations_are_refused() =>
        Arbitraries.Check(Values, value =>
        {
            var bytes = Packed.BytesOf<T, TCodec>(value);
            for (var length = 0; length < bytes.Length; length += 1 + (bytes.Length / 40))
                Assert.Throws<SerializationFormatException>(() => Packed.Read<T, TCodec>(bytes.AsSpan(0, length)));
            return true;
        });

    [Fact]
    public void Damaged_bytes_are_refused_or_are_a_value_that_can_be_stored() =>
        Arbitraries.Check(Gen.OneOf(Arbitraries.Bytes, FlippedValues), bytes =>
        {
            try
            {
                var reader = new MessagePackReader(bytes);
                TCodec.Normalize(TCodec.Read(ref reader));
            }
            catch (SerializationFormatException)
            {
                return true;
            }

            return true;
        });

    private Gen<byte[]> FlippedValues => Values.SelectMany(value => Arbitraries.Flipped(Packed.BytesOf<T, TCodec>(value)));
}
