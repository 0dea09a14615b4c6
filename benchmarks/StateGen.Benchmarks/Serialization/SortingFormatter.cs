using System.Buffers;
using MessagePack;
using MessagePack.Formatters;

namespace StateGen.Benchmarks.Serialization;

/// <summary>
/// Writes a dictionary as MessagePack-CSharp does, but sorts its keys first: what it would cost the library to give equal dictionaries equal bytes. The order is
/// that of the comparer, not that of the bytes.
/// </summary>
internal sealed class SortingFormatter<TMap, TKey, TValue>(IComparer<TKey> comparer) : IMessagePackFormatter<TMap?>
    where TMap : class, IReadOnlyDictionary<TKey, TValue>
    where TKey : notnull
{
    public void Serialize(ref MessagePackWriter writer, TMap? value, MessagePackSerializerOptions options)
    {
        var keys = ArrayPool<TKey>.Shared.Rent(value!.Count);
        var values = ArrayPool<TValue>.Shared.Rent(value.Count);
        var count = 0;
        foreach (var entry in value)
        {
            keys[count] = entry.Key;
            values[count++] = entry.Value;
        }

        Array.Sort(keys, values, 0, count, comparer);
        Write(ref writer, keys.AsSpan(0, count), values, options);
        ArrayPool<TKey>.Shared.Return(keys);
        ArrayPool<TValue>.Shared.Return(values);
    }

    public TMap Deserialize(ref MessagePackReader reader, MessagePackSerializerOptions options) =>
        throw new NotSupportedException("Reading does not depend on the order.");

    private static void Write(ref MessagePackWriter writer, Span<TKey> keys, TValue[] values, MessagePackSerializerOptions options)
    {
        var keyFormatter = options.Resolver.GetFormatterWithVerify<TKey>();
        var valueFormatter = options.Resolver.GetFormatterWithVerify<TValue>();
        writer.WriteMapHeader(keys.Length);
        for (var i = 0; i < keys.Length; i++)
        {
            keyFormatter.Serialize(ref writer, keys[i], options);
            valueFormatter.Serialize(ref writer, values[i], options);
        }
    }
}
