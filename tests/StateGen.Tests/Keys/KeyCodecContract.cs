using FsCheck;
using FsCheck.Fluent;
using StateGen.Formats.Keys;
using StateGen.Keys;
using StateGen.Serialization;
using StateGen.Tests.Generation;

namespace StateGen.Tests.Keys;

/// <summary>What every key codec must satisfy. A codec's test class names the keys to try and, where it differs, their order.</summary>
public abstract class KeyCodecContract<TKey, TCodec>
    where TCodec : struct, IKeyCodec<TKey>
{
    /// <summary>Keys that have a normal form.</summary>
    protected abstract Gen<TKey> Keys { get; }

    protected virtual IComparer<TKey> NaturalOrder => Comparer<TKey>.Default;

    [Fact]
    public void Encoded_bytes_sort_as_the_keys_do() =>
        Arbitraries.Check(Keys.Two(), pair =>
        {
            var (left, right) = (TCodec.Normalize(pair.Item1), TCodec.Normalize(pair.Item2));
            var encoded = KeyBytes.Of<TKey, TCodec>(left).AsSpan().SequenceCompareTo(KeyBytes.Of<TKey, TCodec>(right));
            return Math.Sign(encoded) == Math.Sign(NaturalOrder.Compare(left, right));
        });

    [Fact]
    public void Keys_are_compared_in_the_order_of_their_bytes() =>
        Arbitraries.Check(Keys.Two(), pair =>
        {
            var (left, right) = (TCodec.Normalize(pair.Item1), TCodec.Normalize(pair.Item2));
            var encoded = KeyBytes.Of<TKey, TCodec>(left).AsSpan().SequenceCompareTo(KeyBytes.Of<TKey, TCodec>(right));
            return Math.Sign(KeyOrder<TKey, TCodec>.Compare(in left, in right)) == Math.Sign(encoded)
                && Math.Sign(KeyOrder<TKey, TCodec>.CompareEncoded(in left, in right)) == Math.Sign(encoded);
        });

    [Fact]
    public void Keys_are_equal_exactly_when_their_bytes_are() =>
        Arbitraries.Check(Keys.Two(), pair =>
        {
            var (left, right) = (TCodec.Normalize(pair.Item1), TCodec.Normalize(pair.Item2));
            var sameBytes = KeyBytes.Of<TKey, TCodec>(left).AsSpan().SequenceEqual(KeyBytes.Of<TKey, TCodec>(right));
            return TCodec.Equals(in left, in right) == sameBytes;
        });

    [Fact]
    public void A_key_reads_back_in_normal_form() =>
        Arbitraries.Check(Keys, key =>
        {
            var normal = TCodec.Normalize(key);
            var read = KeyBytes.Read<TKey, TCodec>(KeyBytes.Of<TKey, TCodec>(key), out _);
            return TCodec.Equals(in normal, in read) && Equals(normal, read) && $"{normal}" == $"{read}";
        });

    [Fact]
    public void The_normal_form_of_a_normal_form_is_itself() =>
        Arbitraries.Check(Keys, key => $"{TCodec.Normalize(TCodec.Normalize(key))}" == $"{TCodec.Normalize(key)}");

    [Fact]
    public void A_key_ends_where_its_encoding_says_whatever_follows() =>
        Arbitraries.Check(Keys.Zip(Arbitraries.Bytes), input =>
        {
            var encoded = KeyBytes.Of<TKey, TCodec>(input.Item1);
            KeyBytes.Read<TKey, TCodec>([.. encoded, .. input.Item2], out var length);
            return length == encoded.Length;
        });

    [Fact]
    public void The_hash_is_the_stable_hash_of_the_encoded_bytes() =>
        Arbitraries.Check(Keys, key =>
        {
            var normal = TCodec.Normalize(key);
            return TCodec.Hash(in normal) == StableHash.Of(KeyBytes.Of<TKey, TCodec>(key));
        });

    [Fact]
    public void Truncations_are_refused() =>
        Arbitraries.Check(Keys, key =>
        {
            var encoded = KeyBytes.Of<TKey, TCodec>(key);
            for (var length = 0; length < encoded.Length; length += 1 + (encoded.Length / 40))
                Assert.Throws<SerializationFormatException>(() => KeyBytes.Read<TKey, TCodec>(encoded.AsSpan(0, length), out _));
            return true;
        });

    [Fact]
    public void Damaged_bytes_are_refused_or_are_another_key_exactly() =>
        Arbitraries.Check(Gen.OneOf(Arbitraries.Bytes, FlippedKeys), bytes =>
        {
            try
            {
                var key = KeyBytes.Read<TKey, TCodec>(bytes, out var length);
                return KeyBytes.Of<TKey, TCodec>(key).AsSpan().SequenceEqual(bytes.AsSpan(0, length));
            }
            catch (SerializationFormatException)
            {
                return true;
            }
        });

    private Gen<byte[]> FlippedKeys => Keys.SelectMany(key => Arbitraries.Flipped(KeyBytes.Of<TKey, TCodec>(key)));
}
