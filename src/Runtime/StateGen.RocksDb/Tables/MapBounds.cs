using StateGen.Keys;
using StateGen.RocksDb.Storage;

namespace StateGen.RocksDb.Tables;

/// <summary>
/// Remembers for some keys where their map begins and ends. Outside of its entries, a map may have the marks of many deleted ones, which a cursor would visit
/// one by one until a compaction removes them. A key that is not known costs that time once. Not thread-safe.
/// </summary>
internal sealed class MapBounds<TKey, TKeyCodec>(TableFamily family)
    where TKey : notnull
    where TKeyCodec : struct, IKeyCodec<TKey>
{
    /// <summary>The number of keys that are known, a power of 2. The latest one of those that share a place.</summary>
    public const int Capacity = 4096;

    // Longer map keys are not remembered, so that the memory is limited.
    private const int LongestBound = 128;

    private Place[] _places = [];
    private long _rollbacks;

    /// <summary>Determines whether a map is known to be empty.</summary>
    public bool IsEmpty(in TKey key, ulong hash) => Holds(in key, hash) && _places[IndexOf(hash)].IsEmpty;

    /// <summary>Finds an encoded map key below which a map has no entry; empty if none is known.</summary>
    public ReadOnlySpan<byte> FindStart(in TKey key, ulong hash) => Holds(in key, hash) ? _places[IndexOf(hash)].Start : [];

    /// <summary>Finds an encoded map key at and above which a map has no entry; empty if none is known.</summary>
    public ReadOnlySpan<byte> FindEnd(in TKey key, ulong hash) => Holds(in key, hash) ? _places[IndexOf(hash)].End : [];

    /// <summary>Remembers that a map has no entry below an encoded map key.</summary>
    public void SetStart(in TKey key, ulong hash, ReadOnlySpan<byte> start) => Keep(ref PlaceOf(in key, hash).Start, start, isAfter: false);

    /// <summary>Remembers that a map has no entry at and above an encoded map key.</summary>
    public void SetEnd(in TKey key, ulong hash, ReadOnlySpan<byte> end) => Keep(ref PlaceOf(in key, hash).End, end, isAfter: false);

    /// <summary>Remembers that a map is empty.</summary>
    public void SetEmpty(in TKey key, ulong hash) => PlaceOf(in key, hash).IsEmpty = true;

    /// <summary>Takes note of an entry that is written.</summary>
    /// <param name="key">The key.</param>
    /// <param name="hash">The stable hash of the key.</param>
    /// <param name="mapKey">The encoded map key of the entry.</param>
    public void Include(in TKey key, ulong hash, ReadOnlySpan<byte> mapKey)
    {
        if (!Holds(in key, hash))
            return;
        ref var place = ref _places[IndexOf(hash)];
        if (place.IsEmpty || mapKey.SequenceCompareTo(place.Start) < 0)
            Keep(ref place.Start, mapKey, isAfter: false);
        if (place.IsEmpty || (place.End.Length > 0 && mapKey.SequenceCompareTo(place.End) >= 0))
            Keep(ref place.End, mapKey, isAfter: true);
        place.IsEmpty = false;
    }

    // Encoded keys delimit themselves: nothing is between one and its first continuation.
    private static void Keep(ref byte[] bound, ReadOnlySpan<byte> mapKey, bool isAfter)
    {
        var length = mapKey.Length > LongestBound ? 0 : mapKey.Length + (isAfter ? 1 : 0);
        if (bound.Length != length)
            bound = length == 0 ? [] : new byte[length];
        if (length == 0)
            return;
        mapKey.CopyTo(bound);
        if (isAfter)
            bound[^1] = 0;
    }

    private bool Holds(in TKey key, ulong hash)
    {
        if (_rollbacks != family.Rollbacks)
            Forget();
        if (_places.Length == 0)
            return false;
        ref readonly var place = ref _places[IndexOf(hash)];
        return place.IsKnown && TKeyCodec.Equals(in place.Key, in key);
    }

    private ref Place PlaceOf(in TKey key, ulong hash)
    {
        var isHeld = Holds(in key, hash);
        if (_places.Length == 0)
            _places = new Place[Capacity];
        ref var place = ref _places[IndexOf(hash)];
        if (!isHeld)
            place = new() { Key = key, IsKnown = true, Start = [], End = [] };
        return ref place;
    }

    // A record that was rolled back may have deleted entries that are back now. Records rarely fail.
    private void Forget()
    {
        _rollbacks = family.Rollbacks;
        Array.Clear(_places);
    }

    // Lower bits of a hash determine the key group.
    private static int IndexOf(ulong hash) => (int)(hash >> 32) & (Capacity - 1);

    private struct Place
    {
        public TKey Key;
        public byte[] Start;
        public byte[] End;
        public bool IsKnown;
        public bool IsEmpty;
    }
}
