using StateGen.Backends;
using StateGen.Keys;
using StateGen.RocksDb.Native;
using StateGen.RocksDb.Storage;

namespace StateGen.RocksDb.Tables;

/// <summary>
/// Enumerates the keys of a store in RocksDB in the order of their stored form (<see cref="StoredKey"/>), in parts. It merges the families of all tables: each
/// part scans them from where the one before has ended, and holds only its own keys. Later writes concern keys of earlier parts, so the scan needs neither the
/// pending writes nor the cached rows of the time in between.
/// </summary>
/// <param name="families">The families of rows, maps and lists. Everything that was written before is stored.</param>
/// <param name="expiring">Those of them whose entries expire.</param>
/// <param name="isLive">A function that determines whether the current key has an entry in one of these that has not expired.</param>
internal sealed class RocksDbKeyCursor<TKey, TKeyCodec>(
    IReadOnlyList<TableFamily> families, IReadOnlyCollection<TableFamily> expiring, Func<TKey, ulong, bool> isLive)
    : KeyCursor<TKey>
    where TKey : notnull
    where TKeyCodec : struct, IKeyCodec<TKey>
{
    private const int PartLength = 1024;
    private const int KeyGroupLength = sizeof(ushort);

    // A seek costs as much as several moves, and most keys have few entries.
    private const int MostMoves = 8;

    private readonly List<FoundKey> _part = new(PartLength);
    private byte[] _last = [];
    private int _lastLength;
    private int _index;
    private bool _hasMore = true;

    public override TKey Current => _part[_index].Key;

    public override ulong CurrentHash => _part[_index].Hash;

    public override bool IsLive => _part[_index].IsPermanent || isLive(Current, CurrentHash);

    private ReadOnlySpan<byte> Last => _last.AsSpan(0, _lastLength);

    public override bool MoveNext()
    {
        if (++_index < _part.Count)
            return true;
        _part.Clear();
        _index = 0;
        if (_hasMore)
            ReadPart();
        return _part.Count > 0;
    }

    private void ReadPart()
    {
        var scans = families.Select(family => new FamilyScan(family, !expiring.Contains(family))).ToArray();
        try
        {
            foreach (var scan in scans)
                scan.Start(Last);
            while (_part.Count < PartLength && FindFirst(scans) is { } first)
                Take(first, scans);
            _hasMore = _part.Count == PartLength;
        }
        finally
        {
            foreach (var scan in scans)
                scan.Dispose();
        }
    }

    private void Take(FamilyScan first, FamilyScan[] scans)
    {
        Keep(first.Prefix);
        var key = first.Key;
        var isPermanent = false;
        foreach (var scan in scans)
        {
            if (!scan.IsOnKey || !scan.Prefix.SequenceEqual(Last))
                continue;
            isPermanent |= scan.IsPermanent;
            scan.MoveBehind(Last);
        }

        _part.Add(new(key, TKeyCodec.Hash(in key), isPermanent));
    }

    private void Keep(ReadOnlySpan<byte> prefix)
    {
        if (_last.Length < prefix.Length)
            _last = GC.AllocateUninitializedArray<byte>(Math.Max(prefix.Length, _last.Length * 2));
        prefix.CopyTo(_last);
        _lastLength = prefix.Length;
    }

    private static FamilyScan? FindFirst(FamilyScan[] scans)
    {
        FamilyScan? first = null;
        foreach (var scan in scans)
        {
            if (scan.IsOnKey && (first is null || scan.Prefix.SequenceCompareTo(first.Prefix) < 0))
                first = scan;
        }

        return first;
    }

    /// <summary>A key of the part.</summary>
    /// <param name="Key">The key.</param>
    /// <param name="Hash">The stable hash of the key.</param>
    /// <param name="IsPermanent">true if the key has an entry that does not expire; otherwise, false.</param>
    private readonly record struct FoundKey(TKey Key, ulong Hash, bool IsPermanent);

    /// <summary>The scan of one family, which stands on the first entry of a key.</summary>
    private sealed class FamilyScan(TableFamily family, bool isPermanent) : IDisposable
    {
        private readonly EntryIterator _entries = family.ScanStored();
        private int _prefixLength;

        public bool IsPermanent => isPermanent;

        public bool IsOnKey => _entries.IsOnEntry;

        public TKey Key { get; private set; } = default!;

        /// <summary>Gets the stored form of the key. Valid until the next move.</summary>
        public ReadOnlySpan<byte> Prefix => _entries.Key[.._prefixLength];

        /// <summary>Moves to the first key behind one; to the first of all if there is none.</summary>
        public void Start(ReadOnlySpan<byte> last)
        {
            if (_entries.Seek(last) && !last.IsEmpty && _entries.Key.StartsWith(last))
                MoveBehind(last);
            else
                ReadKey();
        }

        /// <summary>Moves from an entry of a key to the first of the next key.</summary>
        public void MoveBehind(ReadOnlySpan<byte> prefix)
        {
            for (var moves = 0; _entries.MoveNext() && _entries.Key.StartsWith(prefix); moves++)
            {
                if (moves == MostMoves)
                {
                    SeekBehind(prefix);
                    break;
                }
            }

            ReadKey();
        }

        public void Dispose() => _entries.Dispose();

        private void SeekBehind(ReadOnlySpan<byte> prefix)
        {
            var end = PrefixCursor.EndOf(prefix);
            // No key group has two bytes of 255, so there always is an end.
            _entries.Seek(end);
        }

        private void ReadKey()
        {
            if (!_entries.IsOnEntry)
                return;
            var reader = new KeyReader(_entries.Key[KeyGroupLength..]);
            Key = TKeyCodec.Read(ref reader);
            _prefixLength = KeyGroupLength + reader.Position;
        }
    }
}
