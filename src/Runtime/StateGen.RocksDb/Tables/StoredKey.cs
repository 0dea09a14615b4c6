using StateGen.Keys;

namespace StateGen.RocksDb.Tables;

/// <summary>
/// The layout of the keys of rows, maps and lists. The format is final:
/// <code>
/// key group (2 bytes, big-endian) ‖ encoded key ‖ nothing, or encoded map key, or list counter (8 bytes, big-endian)
/// </code>
/// Encoded keys are self-delimiting, so no key's entries can be taken for another's, and the entries of one key stand together.
/// </summary>
internal static class StoredKey
{
    /// <summary>The room on the stack that most keys fit into; longer ones move to a pooled array.</summary>
    public const int StackLength = 256;

    /// <summary>Writes the part that all entries of one key share.</summary>
    public static void WritePrefix<TKey, TKeyCodec>(ref KeyWriter writer, in TKey key, ulong hash, int maxParallelism)
        where TKeyCodec : struct, IKeyCodec<TKey>
    {
        writer.WriteUInt16((ushort)KeyGroups.Of(hash, maxParallelism));
        TKeyCodec.Write(ref writer, in key);
    }
}
