using StateGen.Keys;
using StateGen.RocksDb.Storage;

namespace StateGen.RocksDb.Tables;

/// <summary>The entries of one collection state that belong to the current key. They are adjacent (<see cref="StoredKey"/>).</summary>
internal sealed class CurrentKeyEntries<TKey, TKeyCodec>(TableFamily family, CurrentKey<TKey> currentKey, int maxParallelism)
    where TKey : notnull
    where TKeyCodec : struct, IKeyCodec<TKey>
{
    public TableFamily Family => family;

    /// <summary>Encodes the part of the stored key that all entries share. The caller disposes the writer.</summary>
    /// <param name="buffer">The initial buffer, of length <see cref="StoredKey.StackLength"/>.</param>
    public KeyWriter EncodePrefix(Span<byte> buffer) => StoredKey.EncodePrefix<TKey, TKeyCodec>(in currentKey.Value, currentKey.Hash, maxParallelism, buffer);
}
