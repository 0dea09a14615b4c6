using StateGen.Keys;

namespace StateGen.Tests.Keys;

/// <summary>What runs for every record allocates nothing. Text is left to the benchmarks: the runtime's own vectorised search allocates until it is optimised.</summary>
public sealed class KeyCodecAllocationTests
{
    [Fact]
    public void Integers() => AssertAllocatesNothing<long, IntegerKeyCodec<long>>(42);

    [Fact]
    public void Guids() => AssertAllocatesNothing<Guid, GuidKeyCodec>(Guid.AllBitsSet);

    [Fact]
    public void Decimals() => AssertAllocatesNothing<decimal, DecimalKeyCodec>(1234.500m);

    [Fact]
    public void Times() => AssertAllocatesNothing<DateTimeOffset, DateTimeOffsetKeyCodec>(new DateTimeOffset(2001, 1, 1, 0, 0, 0, TimeSpan.FromHours(1)));

    [Fact]
    public void Nullables() => AssertAllocatesNothing<int?, NullableKeyCodec<int, IntegerKeyCodec<int>>>(42);

    private static void AssertAllocatesNothing<TKey, TCodec>(TKey key)
        where TCodec : IKeyCodec<TKey>
    {
        Use<TKey, TCodec>(key);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var round = 0; round < 100; round++)
            Use<TKey, TCodec>(key);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    private static void Use<TKey, TCodec>(TKey key)
        where TCodec : IKeyCodec<TKey>
    {
        var normal = TCodec.Normalize(key);
        TCodec.Hash(in normal);
        TCodec.Equals(in normal, in key);
    }
}
