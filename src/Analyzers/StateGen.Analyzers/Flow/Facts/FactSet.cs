namespace StateGen.Analyzers.Flow.Facts;

/// <summary>A set of facts, each as its index in the table of an analysis. Mutable.</summary>
internal sealed class FactSet
{
    private ulong[] _bits;

    public FactSet() => _bits = [];

    private FactSet(ulong[] bits) => _bits = bits;

    public bool Contains(int fact) => fact >> 6 < _bits.Length && (_bits[fact >> 6] & (1UL << (fact & 63))) != 0;

    public void Add(int fact)
    {
        if (fact >> 6 >= _bits.Length)
            Array.Resize(ref _bits, (fact >> 6) + 1);
        _bits[fact >> 6] |= 1UL << (fact & 63);
    }

    public void Remove(int fact)
    {
        if (fact >> 6 < _bits.Length)
            _bits[fact >> 6] &= ~(1UL << (fact & 63));
    }

    public void RemoveAll() => Array.Clear(_bits, 0, _bits.Length);

    public FactSet Clone() => new((ulong[])_bits.Clone());

    /// <summary>Adds all facts of another set.</summary>
    /// <returns>true if a fact was added; otherwise, false.</returns>
    public bool AddAll(FactSet other)
    {
        if (other._bits.Length > _bits.Length)
            Array.Resize(ref _bits, other._bits.Length);
        var isAdded = false;
        for (var i = 0; i < other._bits.Length; i++)
        {
            isAdded |= (other._bits[i] & ~_bits[i]) != 0;
            _bits[i] |= other._bits[i];
        }

        return isAdded;
    }

    public IEnumerable<int> All()
    {
        for (var i = 0; i < _bits.Length; i++)
        {
            for (var bits = _bits[i]; bits != 0; bits &= bits - 1)
                yield return (i << 6) + TrailingZeros(bits);
        }
    }

    private static int TrailingZeros(ulong bits)
    {
        var count = 0;
        for (; (bits & 0xFF) == 0; bits >>= 8)
            count += 8;
        for (; (bits & 1) == 0; bits >>= 1)
            count++;
        return count;
    }
}
