using System.Globalization;
using StateGen.Backends;
using StateGen.Conformance.Tests.Probes;
using StateGen.TestKit.Backends;

namespace StateGen.Conformance.Tests;

/// <summary>An exception of a codec belongs to the record that stored the value.</summary>
public abstract class CodecFailureTests(BackendUnderTest backend) : ConformanceTests(backend)
{
    private const int BatchLength = 1024;

    private static readonly Dictionary<string, Action<CodecProbe>> Refused = new(StringComparer.Ordinal)
    {
        ["value"] = probe => probe.Value = new(1) { IsRefused = true },
        ["copied value"] = probe => probe.Copied = new(1) { IsRefused = true },
        ["map value"] = probe => probe.Map["a"] = new(1) { IsRefused = true },
        ["map key"] = probe => probe.Labels[new("")] = 1,
        ["element"] = probe => probe.List.Add(new(1) { IsRefused = true }),
        ["elements"] = probe => probe.List.Update([new(1), new(1) { IsRefused = true }]),
    };

    public static TheoryData<string> Kinds => [.. Refused.Keys];

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Only_the_record_that_stores_a_value_that_its_codec_refuses_fails(string kind)
    {
        var letters = new List<DeadLetter>();
        var host = await OpenAsync(new CodecProbe(), Options() with { ErrorPolicy = ErrorPolicy.DeadLetter(letters.Add) });
        var keys = Enumerable.Range(0, BatchLength).Select(i => i.ToString(CultureInfo.InvariantCulture)).ToArray();
        var records = Array.ConvertAll<string, Action<CodecProbe>>(keys, _ => Fill);
        records[10] = Fill + Refused[kind];
        host.ProcessBatch(keys, records, new long[BatchLength]);
        host.ProcessBatch(keys.AsSpan(11), records.AsSpan(11), new long[BatchLength - 11]);
        Assert.Equal("10", Assert.Single(letters).Key);
        Assert.IsType<NotSupportedException>(letters[0].Exception);

        var restored = await OpenAsync(new CodecProbe(), Options(await host.SnapshotAsync(Cancellation)));
        Assert.Null(restored.Read("10", probe => probe.Value));
        Assert.Equal(new(7), restored.Read("11", probe => probe.Value));
        Assert.Equal(new(7), restored.Read("1023", probe => probe.Map["a"]));
    }

    [Fact]
    public async Task A_value_that_is_refused_only_after_its_record_fails_the_snapshot_with_its_key_and_no_record()
    {
        var letters = new List<DeadLetter>();
        var host = await OpenAsync(new CodecProbe(), Options() with { ErrorPolicy = ErrorPolicy.DeadLetter(letters.Add) });
        var changing = new Amount(3);
        host.Run("innocent", Fill);
        host.Run("guilty", probe => probe.Value = changing);
        changing.IsRefused = true;
        var error = await Assert.ThrowsAsync<StateWriteException>(() => host.SnapshotAsync(Cancellation));
        Assert.Contains("'codecs' for key 'guilty'", error.Message, StringComparison.Ordinal);
        Assert.IsType<NotSupportedException>(error.InnerException);

        changing.IsRefused = false;
        var restored = await OpenAsync(new CodecProbe(), Options(await host.SnapshotAsync(Cancellation)));
        Assert.Equal(new(3), restored.Read("guilty", probe => probe.Value));
        Assert.Equal(new(7), restored.Read("innocent", probe => probe.Value));
        Assert.Empty(letters);
    }

#pragma warning disable MA0012, CA2201 // The test throws what the runtime throws.
    [Fact]
    public async Task No_policy_skips_that_the_process_is_out_of_memory()
    {
        var host = await OpenAsync(new CodecProbe(), Options() with { ErrorPolicy = ErrorPolicy.Skip });
        host.Run("k", Fill);
        Assert.Throws<InsufficientMemoryException>(() => host.Run("k", _ => throw new InsufficientMemoryException()));
        Assert.Throws<InvalidOperationException>(() => host.Run("k", _ => throw new InvalidOperationException("wrapped", new OutOfMemoryException())));
        Assert.Equal(new(7), host.Read("k", probe => probe.Value));
    }
#pragma warning restore MA0012, CA2201

    private static void Fill(CodecProbe probe)
    {
        probe.Value = new(7);
        probe.Map["a"] = new(7);
        probe.List.Update([new(7)]);
    }
}
