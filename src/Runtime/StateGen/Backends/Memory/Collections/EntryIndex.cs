namespace StateGen.Backends.Memory.Collections;

/// <summary>
/// Finds positions of a dense array by hash: open addressing with linear probing over "position + 1", 0 for free. The array's owner compares keys. Not
/// thread-safe.
/// </summary>
internal sealed class EntryIndex
{
    private const int SlotsPerEntry = 2;

    private readonly int[] _slots;
    private readonly uint[] _hashes;
    private readonly int _mask;

    /// <summary>Creates an index without entries.</summary>
    /// <param name="capacity">The most entries that it will hold; a power of two.</param>
    public EntryIndex(int capacity)
    {
        _slots = new int[capacity * SlotsPerEntry];
        _hashes = new uint[capacity];
        _mask = _slots.Length - 1;
    }

    /// <summary>The most entries that it can hold.</summary>
    public int Capacity => _hashes.Length;

    /// <summary>The first slot to look at for a hash.</summary>
    public int Home(uint hash) => (int)hash & _mask;

    /// <summary>Walks from a slot to the next entry of a hash.</summary>
    /// <param name="slot">Where to start; moved behind the entry that was found.</param>
    /// <param name="hash">The hash.</param>
    /// <returns>The entry's position, or -1 when there are no more.</returns>
    public int Next(ref int slot, uint hash)
    {
        for (; _slots[slot] != 0; slot = (slot + 1) & _mask)
        {
            var position = _slots[slot] - 1;
            if (_hashes[position] != hash)
                continue;
            slot = (slot + 1) & _mask;
            return position;
        }

        return -1;
    }

    public void Add(int position, uint hash)
    {
        var slot = Home(hash);
        while (_slots[slot] != 0)
            slot = (slot + 1) & _mask;
        _slots[slot] = position + 1;
        _hashes[position] = hash;
    }

    /// <summary>Removes a position, and gives its number to the entry that stood at another one.</summary>
    public void RemoveAt(int position, int moved)
    {
        Free(SlotOf(position));
        if (moved == position)
            return;
        _slots[SlotOf(moved)] = position + 1;
        _hashes[position] = _hashes[moved];
    }

    public void Clear() => Array.Clear(_slots);

    private int SlotOf(int position)
    {
        var slot = Home(_hashes[position]);
        while (_slots[slot] != position + 1)
            slot = (slot + 1) & _mask;
        return slot;
    }

    private void Free(int gap)
    {
        for (var next = (gap + 1) & _mask; _slots[next] != 0; next = (next + 1) & _mask)
        {
            var home = Home(_hashes[_slots[next] - 1]);
            if (((next - home) & _mask) < ((next - gap) & _mask))
                continue;
            _slots[gap] = _slots[next];
            gap = next;
        }

        _slots[gap] = 0;
    }
}
