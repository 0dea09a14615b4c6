namespace StateGen.Backends;

/// <summary>The storage of an operator's rows, as far as the engine sees it: what concerns keys alone.</summary>
/// <typeparam name="TKey">The operator's key type.</typeparam>
public abstract class RowTable<TKey>
    where TKey : notnull
{
    /// <summary>The number of stored rows. O(1) in memory, O(n) on disk.</summary>
    public abstract long Count { get; }

    /// <summary>
    /// Hints that these keys come next, so that their rows can be brought nearer. It changes nothing that can be observed, and nothing that it
    /// finds may be relied on when the record itself is processed.
    /// </summary>
    /// <param name="keys">Keys in normal form.</param>
    /// <param name="hashes">Their stable hashes, in the same order.</param>
    public virtual void Prefetch(ReadOnlySpan<TKey> keys, ReadOnlySpan<ulong> hashes)
    {
    }
}
