namespace StateGen.Analyzers.Flow.Values;

/// <summary>
/// A set of origins: the objects that an expression may refer to, each as its index in the table of a body. Immutable. A set that grows beyond a bound
/// forgets the later origins, so that code with very many objects costs findings and not time.
/// </summary>
internal readonly struct ValueSet : IEquatable<ValueSet>
{
    private const int MaxCount = 32;

    private readonly int[]? _sorted;

    private ValueSet(int[] sorted) => _sorted = sorted;

    public static ValueSet Empty => default;

    public bool IsEmpty => _sorted is null;

    public ReadOnlySpan<int> Origins => _sorted;

    public static ValueSet Of(int origin) => new([origin]);

    public bool Contains(int origin) => _sorted is not null && Array.BinarySearch(_sorted, origin) >= 0;

    public bool Overlaps(ValueSet other)
    {
        foreach (var origin in Origins)
        {
            if (other.Contains(origin))
                return true;
        }

        return false;
    }

    public ValueSet Union(ValueSet other)
    {
        if (_sorted is null || other._sorted is null)
            return _sorted is null ? other : this;
        if (ReferenceEquals(_sorted, other._sorted) || ContainsAll(other))
            return this;
        return other.ContainsAll(this) ? other : new(Merge(_sorted, other._sorted));
    }

    public ValueSet Without(ValueSet removed)
    {
        var rest = Empty;
        foreach (var origin in Origins)
        {
            if (!removed.Contains(origin))
                rest = rest.Union(Of(origin));
        }

        return rest;
    }

    public bool Equals(ValueSet other) => Origins.SequenceEqual(other.Origins);

    public override bool Equals(object? obj) => obj is ValueSet other && Equals(other);

    public override int GetHashCode() => _sorted is null ? 0 : (_sorted[0] * 31) + _sorted.Length;

    private static int[] Merge(int[] left, int[] right)
    {
        var merged = new List<int>(left.Length + right.Length);
        var (i, j) = (0, 0);
        while (merged.Count < MaxCount && (i < left.Length || j < right.Length))
        {
            var next = j == right.Length || (i < left.Length && left[i] <= right[j]) ? left[i] : right[j];
            if (i < left.Length && left[i] == next)
                i++;
            if (j < right.Length && right[j] == next)
                j++;
            merged.Add(next);
        }

        return [.. merged];
    }

    private bool ContainsAll(ValueSet other)
    {
        foreach (var origin in other.Origins)
        {
            if (!Contains(origin))
                return false;
        }

        return true;
    }
}
