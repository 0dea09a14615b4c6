using System.Numerics;
using System.Runtime.CompilerServices;

namespace StateGen.Keys;

/// <summary>
/// Assigns keys to key groups and key groups to subtasks. A key group is the unit in which keyed state moves between subtasks. The number of key groups is
/// the maximum parallelism, which is fixed for the life of the state; every subtask owns one contiguous range. The formulas are those of Apache Flink's
/// <c>KeyGroupRangeAssignment</c> and are part of the storage format. All methods are thread-safe.
/// </summary>
public static class KeyGroups
{
    /// <summary>The default number of key groups of a job.</summary>
    public const int DefaultMaxParallelism = 128;

    /// <summary>The highest number of key groups; a key group takes two bytes in every stored key.</summary>
    public const int HighestMaxParallelism = 32_768;

    /// <summary>Computes the key group of a key.</summary>
    /// <param name="hash">The key's <see cref="IKeyCodec{TKey}.Hash"/>.</param>
    /// <param name="maxParallelism">
    /// The number of key groups, 1 to <see cref="HighestMaxParallelism"/>; not checked, because this method runs for every record.
    /// </param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Of(ulong hash, int maxParallelism) =>
        BitOperations.IsPow2(maxParallelism)
            ? (int)hash & (maxParallelism - 1)
            : (int)(hash % (uint)maxParallelism);

    /// <summary>Computes the key groups of one subtask. The ranges of all subtasks cover every key group once and differ in size by at most one.</summary>
    /// <param name="maxParallelism">The number of key groups, 1 to <see cref="HighestMaxParallelism"/>.</param>
    /// <param name="parallelism">The number of subtasks, 1 to <paramref name="maxParallelism"/>.</param>
    /// <param name="subtask">The subtask's index, from 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public static KeyGroupRange RangeOf(int maxParallelism, int parallelism, int subtask)
    {
        ThrowIfOutOfRange(maxParallelism, parallelism);
        ArgumentOutOfRangeException.ThrowIfNegative(subtask);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(subtask, parallelism);
        var first = ((subtask * maxParallelism) + parallelism - 1) / parallelism;
        var last = (((subtask + 1) * maxParallelism) - 1) / parallelism;
        return new KeyGroupRange(first, last);
    }

    /// <summary>Computes the subtask whose <see cref="RangeOf"/> contains a key group.</summary>
    /// <param name="keyGroup">
    /// The key group, below <paramref name="maxParallelism"/>. No argument is checked, because this method runs for every record.
    /// </param>
    /// <param name="maxParallelism">The number of key groups.</param>
    /// <param name="parallelism">The number of subtasks, at most <paramref name="maxParallelism"/>.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int SubtaskOf(int keyGroup, int maxParallelism, int parallelism) =>
        BitOperations.IsPow2(maxParallelism)
            ? (keyGroup * parallelism) >> BitOperations.Log2((uint)maxParallelism)
            : keyGroup * parallelism / maxParallelism;

    /// <summary>Throws an exception that states the allowed range if a maximum parallelism or a parallelism is out of range.</summary>
    /// <param name="maxParallelism">The number of key groups, 1 to <see cref="HighestMaxParallelism"/>.</param>
    /// <param name="parallelism">The number of subtasks, 1 to <paramref name="maxParallelism"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">One of them is outside its range.</exception>
    public static void ThrowIfOutOfRange(int maxParallelism, int parallelism)
    {
        if (maxParallelism is < 1 or > HighestMaxParallelism)
        {
            throw new ArgumentOutOfRangeException(
                nameof(maxParallelism),
                maxParallelism,
                $"The maximum parallelism must be between 1 and {HighestMaxParallelism}.");
        }

        if (parallelism < 1 || parallelism > maxParallelism)
        {
            throw new ArgumentOutOfRangeException(
                nameof(parallelism),
                parallelism,
                $"The parallelism must be between 1 and the maximum parallelism, {maxParallelism}.");
        }
    }
}

/// <summary>A contiguous range of key groups, both ends included.</summary>
/// <param name="First">The first key group.</param>
/// <param name="Last">The last key group.</param>
public readonly record struct KeyGroupRange(int First, int Last)
{
    /// <summary>Gets the number of key groups in the range.</summary>
    public int Count => Last - First + 1;

    /// <summary>Determines whether a key group is in the range.</summary>
    /// <param name="keyGroup">The key group.</param>
    public bool Contains(int keyGroup) => keyGroup >= First && keyGroup <= Last;

    /// <summary>Determines whether the two ranges have a key group in common.</summary>
    /// <param name="other">The other range.</param>
    public bool Overlaps(KeyGroupRange other) => First <= other.Last && other.First <= Last;

    /// <summary>Returns the range as <c>first-last</c>.</summary>
    public override string ToString() => $"{First}-{Last}";
}
