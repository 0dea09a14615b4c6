using System.Diagnostics.CodeAnalysis;
using StateGen.Backends;
using StateGen.Keys;
using StateGen.RocksDb.Storage;
using StateGen.Serialization;

namespace StateGen.RocksDb.Tables;

/// <summary>
/// Enumerates the live entries of a range of one map in the order of the encoded map keys, or against it, and deletes expired ones. It
/// remembers the ends of the map in <see cref="MapBounds{TKey, TKeyCodec}"/>.
/// </summary>
internal sealed class RocksDbMapCursor<TKey, TKeyCodec, TMapKey, TMapKeyCodec, TValue, TValueCodec> : MapTableCursor<TMapKey, TValue>
    where TKey : notnull
    where TKeyCodec : struct, IKeyCodec<TKey>
    where TMapKey : notnull
    where TMapKeyCodec : struct, IKeyCodec<TMapKey>
    where TValueCodec : struct, ICodec<TValue>
{
    private readonly TableFamily _family;
    private readonly EntryFormat<TValue, TValueCodec> _format;
    private readonly MapBounds<TKey, TKeyCodec> _bounds;
    private readonly StoredRange _range;
    private readonly TKey _key;
    private readonly ulong _hash;
    private readonly PrefixCursor? _entries;
    private KeyValuePair<TMapKey, TValue> _current;
    private bool _hasBegun;

    public RocksDbMapCursor(
        TableFamily family,
        EntryFormat<TValue, TValueCodec> format,
        MapBounds<TKey, TKeyCodec> bounds,
        CurrentKey<TKey> currentKey,
        in StoredRange range)
    {
        _family = family;
        _format = format;
        _bounds = bounds;
        _range = range;
        _key = currentKey.Value;
        _hash = currentKey.Hash;
        if (!bounds.IsEmpty(in _key, _hash))
            _entries = range.Within(bounds.FindStart(in _key, _hash), bounds.FindEnd(in _key, _hash)).Open(family);
    }

    public override KeyValuePair<TMapKey, TValue> Current => _current;

    /// <summary>Gets the stored form of the current entry. It is valid until the next move or write.</summary>
    public ReadOnlySpan<byte> Stored => _entries!.Value;

    public override bool MoveNext()
    {
        while (MoveOn())
        {
            var isReturned = _format.TryRead(_entries.Value, out var value, out var change);
            isReturned &= _format.ApplyAtCursor(change, _family, _entries.Key, in value!);
            if (change != ReadChange.Removed)
                LearnFirst();
            if (!isReturned)
                continue;
            var reader = new KeyReader(_entries.Suffix);
            _current = new(TMapKeyCodec.Read(ref reader), value!);
            return true;
        }

        return false;
    }

    /// <summary>Advances to the next stored entry, expired or not, without reading it.</summary>
    public bool MoveToStored()
    {
        var moved = MoveOn();
        if (moved)
            LearnFirst();
        return moved;
    }

    public override void RemoveCurrent() => _family.Delete(_entries!.Key);

    /// <summary>Remembers that the range has no entry any more.</summary>
    public void LearnThatNoneRemains()
    {
        _hasBegun = true;
        if (_entries is null)
            return;
        if (!_range.HasFrom && !_range.HasTo)
            _bounds.SetEmpty(in _key, _hash);
        else if (!_range.HasFrom)
            _bounds.SetStart(in _key, _hash, _range.ToSuffix);
        else if (!_range.HasTo)
            _bounds.SetEnd(in _key, _hash, _range.FromSuffix);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _entries?.Dispose();
        base.Dispose(disposing);
    }

    [MemberNotNullWhen(true, nameof(_entries))]
    private bool MoveOn()
    {
        if (_entries is null)
            return false;
        if (_entries.MoveNext())
            return true;
        if (!_hasBegun)
            LearnThatNoneRemains();
        return false;
    }

    // The current entry is the first in the range.
    private void LearnFirst()
    {
        if (_hasBegun)
            return;
        _hasBegun = true;
        if (!_range.IsDescending && !_range.HasFrom)
            _bounds.SetStart(in _key, _hash, _entries!.Suffix);
        else if (_range.IsDescending && !_range.HasTo)
            _bounds.SetEnd(in _key, _hash, [.. _entries!.Suffix, 0]);
    }
}

/// <summary>A range of stored keys with the prefix of one operator key.</summary>
/// <param name="PrefixLength">The length of the prefix.</param>
/// <param name="From">The lowest key of the range, or only the prefix.</param>
/// <param name="To">The lowest key above the range; empty if the prefix is its only limit.</param>
/// <param name="IsDescending">true to enumerate from the highest key to the lowest; otherwise, false.</param>
internal readonly record struct StoredRange(int PrefixLength, byte[] From, byte[] To, bool IsDescending)
{
    public bool HasFrom => From.Length > PrefixLength;

    public bool HasTo => To.Length > 0;

    public ReadOnlySpan<byte> FromSuffix => From.AsSpan(PrefixLength);

    public ReadOnlySpan<byte> ToSuffix => To.AsSpan(PrefixLength);

    private ReadOnlySpan<byte> Prefix => From.AsSpan(0, PrefixLength);

    /// <summary>Limits the range to what is from one encoded map key to below another. An empty one does not limit it.</summary>
    public StoredRange Within(ReadOnlySpan<byte> start, ReadOnlySpan<byte> end) => this with
    {
        From = FromSuffix.SequenceCompareTo(start) < 0 ? [.. Prefix, .. start] : From,
        To = end.Length > 0 && (!HasTo || ToSuffix.SequenceCompareTo(end) > 0) ? [.. Prefix, .. end] : To,
    };

    /// <summary>Opens a cursor; null if the range is empty.</summary>
    public PrefixCursor? Open(TableFamily family) =>
        HasTo && From.AsSpan().SequenceCompareTo(To) >= 0
            ? null
            : family.OpenCursor(PrefixLength, From, HasTo ? To : PrefixCursor.EndOf(Prefix), IsDescending);
}
