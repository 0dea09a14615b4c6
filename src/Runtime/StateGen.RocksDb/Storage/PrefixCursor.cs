using StateGen.RocksDb.Native;

namespace StateGen.RocksDb.Storage;

/// <summary>
/// Enumerates the entries of a range of keys with a common prefix, in key order or against it, including the pending writes. During the enumeration, the
/// current entry, earlier entries and entries with other prefixes may be changed.
/// </summary>
internal sealed class PrefixCursor : IDisposable
{
    private readonly StateDatabase _database;
    private readonly EntryIterator _iterator;
    private readonly int _prefixLength;
    private readonly byte[] _from;
    private readonly byte[] _to;
    private readonly bool _isDescending;
    private readonly bool _seesPending;
    private byte[] _key = [];
    private int _keyLength;
    private long _version;
    private bool _started;
    private bool _ended;

    /// <param name="database">The database.</param>
    /// <param name="family">The column family.</param>
    /// <param name="prefixLength">The length of the prefix.</param>
    /// <param name="from">The lowest key of the range, which begins with the prefix.</param>
    /// <param name="to">The lowest key above the range; empty if there is none.</param>
    /// <param name="isDescending">true to enumerate from the highest key to the lowest; otherwise, false.</param>
    public PrefixCursor(StateDatabase database, ColumnFamily family, int prefixLength, byte[] from, byte[] to, bool isDescending)
    {
        _database = database;
        _seesPending = database.HasPending;
        _version = database.Version;
        _prefixLength = prefixLength;
        _from = from;
        _to = to;
        _isDescending = isDescending;
        _iterator = database.Iterate(family, isDescending ? _from : [], to);
    }

    /// <summary>Gets the key of the current entry. It is valid until the next move, even if entries are written in between.</summary>
    public ReadOnlySpan<byte> Key => _key.AsSpan(0, _keyLength);

    /// <summary>Gets the part of <see cref="Key"/> after the prefix.</summary>
    public ReadOnlySpan<byte> Suffix => Key[_prefixLength..];

    /// <summary>Gets the value of the current entry, in native memory. It is valid until the next move or write.</summary>
    public ReadOnlySpan<byte> Value => _iterator.Value;

    public bool MoveNext()
    {
        if (_ended)
            return false;
        var found = (_isDescending ? Retreat() : Advance()) && IsInRange(_iterator.Key);
        if (found)
            KeepKey();
        _started = true;
        _ended = !found;
        return found;
    }

    public void Dispose() => _iterator.Dispose();

    /// <summary>Gets the first key above every key with the prefix; empty if there is none.</summary>
    public static byte[] EndOf(ReadOnlySpan<byte> prefix)
    {
        var length = prefix.TrimEnd(byte.MaxValue).Length;
        var end = prefix[..length].ToArray();
        if (length > 0)
            end[length - 1]++;
        return end;
    }

    private bool IsInRange(ReadOnlySpan<byte> key) =>
        key.StartsWith(_from.AsSpan(0, _prefixLength))
        && (_isDescending ? key.SequenceCompareTo(_from) >= 0 : _to.Length == 0 || key.SequenceCompareTo(_to) < 0);

    private bool Advance()
    {
        if (!_started)
            return _iterator.Seek(_from);
        if (IsPositioned())
            return _iterator.MoveNext();
        var found = _iterator.Seek(Key);
        return found && _iterator.Key.SequenceEqual(Key) ? _iterator.MoveNext() : found;
    }

    private bool Retreat()
    {
        if (!_started)
            return _to.Length == 0 ? _iterator.SeekToLast() : SeekBefore(_to);
        return IsPositioned() ? _iterator.MovePrevious() : SeekBefore(Key);
    }

    private bool SeekBefore(ReadOnlySpan<byte> key)
    {
        var found = _iterator.SeekAtOrBefore(key);
        return found && _iterator.Key.SequenceEqual(key) ? _iterator.MovePrevious() : found;
    }

    // A change of the batch makes a merged iterator invalid until the next seek.
    private bool IsPositioned()
    {
        if (!_seesPending || _version == _database.Version)
            return true;
        _version = _database.Version;
        return false;
    }

    private void KeepKey()
    {
        var key = _iterator.Key;
        if (_key.Length < key.Length)
            _key = GC.AllocateUninitializedArray<byte>(Math.Max(key.Length, _key.Length * 2));
        key.CopyTo(_key);
        _keyLength = key.Length;
    }
}
