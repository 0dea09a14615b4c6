namespace StateGen.Keys;

/// <summary>A contiguous range of key groups, both ends included.</summary>
/// <param name="First">The first key group.</param>
/// <param name="Last">The last key group.</param>
public readonly record struct KeyGroupRange(int First, int Last)
{
    /// <summary>The number of key groups.</summary>
    public int Count => Last - First + 1;

    /// <summary>Whether a key group is in the range.</summary>
    /// <param name="keyGroup">The key group.</param>
    public bool Contains(int keyGroup) => keyGroup >= First && keyGroup <= Last;

    /// <summary>Whether the two ranges have a key group in common.</summary>
    /// <param name="other">The other range.</param>
    public bool Overlaps(KeyGroupRange other) => First <= other.Last && other.First <= Last;

    /// <summary>The range as <c>first-last</c>.</summary>
    public override string ToString() => $"{First}-{Last}";
}
