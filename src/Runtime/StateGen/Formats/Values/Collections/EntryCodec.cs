using System.Runtime.CompilerServices;
using StateGen.Serialization;

namespace StateGen.Formats.Values.Collections;

/// <summary>Serializes an entry of a dictionary as its key and then its value, which is two MessagePack values.</summary>
internal readonly struct EntryCodec<TKey, TKeyCodec, TValue, TValueCodec> : ICodec<KeyValuePair<TKey, TValue>>
    where TKey : notnull
    where TKeyCodec : ICodec<TKey>
    where TValueCodec : ICodec<TValue>
{
    public static KeyValuePair<TKey, TValue> Normalize(KeyValuePair<TKey, TValue> value) =>
        new(TKeyCodec.Normalize(value.Key), TValueCodec.Normalize(value.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Write(ref MessagePackWriter writer, in KeyValuePair<TKey, TValue> value)
    {
        var (key, element) = value;
        TKeyCodec.Write(ref writer, in key);
        TValueCodec.Write(ref writer, in element);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static KeyValuePair<TKey, TValue> Read(ref MessagePackReader reader)
    {
        var key = TKeyCodec.Read(ref reader);
        return new(key, TValueCodec.Read(ref reader));
    }
}
