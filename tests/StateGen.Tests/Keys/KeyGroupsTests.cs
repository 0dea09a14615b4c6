using FsCheck.Fluent;
using StateGen.Keys;
using StateGen.Tests.Generation;

namespace StateGen.Tests.Keys;

public sealed class KeyGroupsTests
{
    [Theory]
    [InlineData(10, 3, "0-3 4-6 7-9")]
    [InlineData(128, 3, "0-42 43-85 86-127")]
    [InlineData(128, 1, "0-127")]
    [InlineData(4, 4, "0-0 1-1 2-2 3-3")]
    [InlineData(32_768, 2, "0-16383 16384-32767")]
    public void Ranges_of_all_subtasks(int maxParallelism, int parallelism, string ranges) =>
        Assert.Equal(ranges, string.Join(' ', Ranges(maxParallelism, parallelism)));

    [Fact]
    public void Ranges_cover_every_key_group_once_for_every_parallelism()
    {
        foreach (var maxParallelism in new[] { 1, 2, 7, 10, 97, 128, 300 })
            for (var parallelism = 1; parallelism <= maxParallelism; parallelism++)
                Assert.True(AreCovered(maxParallelism, parallelism), $"maximum {maxParallelism}, parallelism {parallelism}");
    }

    [Fact]
    public void Ranges_cover_every_key_group_once_for_large_maxima() =>
        Arbitraries.Check(
            from maxParallelism in Gen.Choose(1, KeyGroups.HighestMaxParallelism)
            from parallelism in Gen.Choose(1, maxParallelism)
            select (maxParallelism, parallelism),
            input => AreCovered(input.maxParallelism, input.parallelism));

    [Theory]
    [InlineData(128, 40)]
    [InlineData(100, 16)]
    [InlineData(1, 0)]
    [InlineData(32_768, 32168)]
    public void The_key_group_of_a_golden_hash(int maxParallelism, int keyGroup) =>
        Assert.Equal(keyGroup, KeyGroups.Of(StableHash.Of("ab\0\u0001"u8), maxParallelism));

    [Fact]
    public void The_key_group_is_the_remainder_of_the_hash() =>
        Arbitraries.Check(Arbitraries.Bits.Zip(Gen.Choose(1, KeyGroups.HighestMaxParallelism)), input =>
            KeyGroups.Of(input.Item1, input.Item2) == (int)(input.Item1 % (ulong)input.Item2)
            && KeyGroups.Of(input.Item1, 128) == (int)(input.Item1 % 128));

    [Theory]
    [InlineData(0, 1, 0)]
    [InlineData(32_769, 1, 0)]
    [InlineData(128, 0, 0)]
    [InlineData(128, 129, 0)]
    [InlineData(128, 2, -1)]
    [InlineData(128, 2, 2)]
    public void Arguments_out_of_range_are_refused(int maxParallelism, int parallelism, int subtask) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => KeyGroups.RangeOf(maxParallelism, parallelism, subtask));

    [Fact]
    public void A_range_contains_both_its_ends()
    {
        var range = new KeyGroupRange(3, 5);
        Assert.Equal(3, range.Count);
        Assert.Equal([3, 4, 5], Enumerable.Range(0, 9).Where(range.Contains));
    }

    [Fact]
    public void Ranges_overlap_when_they_share_a_key_group()
    {
        var range = new KeyGroupRange(3, 5);
        Assert.True(range.Overlaps(new KeyGroupRange(5, 9)));
        Assert.True(range.Overlaps(new KeyGroupRange(0, 3)));
        Assert.True(range.Overlaps(new KeyGroupRange(4, 4)));
        Assert.True(range.Overlaps(new KeyGroupRange(0, 9)));
        Assert.False(range.Overlaps(new KeyGroupRange(6, 9)));
        Assert.False(range.Overlaps(new KeyGroupRange(0, 2)));
    }

    private static IEnumerable<KeyGroupRange> Ranges(int maxParallelism, int parallelism) =>
        Enumerable.Range(0, parallelism).Select(subtask => KeyGroups.RangeOf(maxParallelism, parallelism, subtask));

    private static bool AreCovered(int maxParallelism, int parallelism)
    {
        var next = 0;
        for (var subtask = 0; subtask < parallelism; subtask++)
        {
            var range = KeyGroups.RangeOf(maxParallelism, parallelism, subtask);
            if (range.First != next || !IsEven(range, maxParallelism, parallelism) || !IsOf(subtask, range, maxParallelism, parallelism))
                return false;
            next = range.Last + 1;
        }

        return next == maxParallelism;
    }

    private static bool IsEven(KeyGroupRange range, int maxParallelism, int parallelism) =>
        range.Count >= maxParallelism / parallelism && range.Count <= (maxParallelism + parallelism - 1) / parallelism;

    // The subtask of a key group grows with the key group, so the two ends stand for all between them.
    private static bool IsOf(int subtask, KeyGroupRange range, int maxParallelism, int parallelism) =>
        KeyGroups.SubtaskOf(range.First, maxParallelism, parallelism) == subtask && KeyGroups.SubtaskOf(range.Last, maxParallelism, parallelism) == subtask;
}
