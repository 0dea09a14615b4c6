using StateGen.Keys;

namespace StateGen.Backends.Memory.Timers;

/// <summary>
/// Identity and order of timers: by timestamp, then by key group, then by encoded key, so that timers of one timestamp fire in the same order
/// on every backend and after every restore. Thread-safe.
/// </summary>
internal sealed class TimerOrder<TKey, TKeyCodec>(int maxParallelism) : IComparer<KeyedTimer<TKey>>, IEqualityComparer<KeyedTimer<TKey>>
    where TKey : notnull
    where TKeyCodec : struct, IKeyCodec<TKey>
{
    private const int StackLength = 128;

    public int Compare(KeyedTimer<TKey> x, KeyedTimer<TKey> y)
    {
        var byTime = x.Timestamp.CompareTo(y.Timestamp);
        if (byTime != 0)
            return byTime;
        var byKeyGroup = KeyGroups.Of(x.Hash, maxParallelism).CompareTo(KeyGroups.Of(y.Hash, maxParallelism));
        return byKeyGroup != 0 || TKeyCodec.Equals(x.Key, y.Key) ? byKeyGroup : CompareEncoded(x.Key, y.Key);
    }

    public bool Equals(KeyedTimer<TKey> x, KeyedTimer<TKey> y) =>
        x.Hash == y.Hash && x.Timestamp == y.Timestamp && x.Kind == y.Kind && TKeyCodec.Equals(x.Key, y.Key);

    public int GetHashCode(KeyedTimer<TKey> obj)
    {
        var mixed = (obj.Hash ^ (ulong)obj.Timestamp ^ ((ulong)obj.Kind << 56)) * 0x9E3779B97F4A7C15;
        return (int)(mixed >> 32);
    }

    private static int CompareEncoded(in TKey left, in TKey right)
    {
        var leftWriter = new KeyWriter(stackalloc byte[StackLength]);
        var rightWriter = new KeyWriter(stackalloc byte[StackLength]);
        TKeyCodec.Write(ref leftWriter, in left);
        TKeyCodec.Write(ref rightWriter, in right);
        var order = leftWriter.Written.SequenceCompareTo(rightWriter.Written);
        leftWriter.Dispose();
        rightWriter.Dispose();
        return order;
    }
}
