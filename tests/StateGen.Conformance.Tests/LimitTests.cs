using StateGen.Conformance.Tests.Probes;
using StateGen.TestKit.Backends;

namespace StateGen.Conformance.Tests;

/// <summary>The largest keys and values.</summary>
public abstract class LimitTests(BackendUnderTest backend) : ConformanceTests(backend)
{
    private const int Elements = 24;
    private const int ElementLength = 1 << 20;

    // One more than the limit. Nobody reads the text, so it takes no memory.
    private static readonly Lazy<string> TooLarge = new(static () => new('\0', StateLimits.LargestValue + 1));

    [Fact]
    public async Task A_text_that_is_too_large_fails_the_record_that_stores_it_with_operator_key_size_and_limit()
    {
        var host = await OpenProbeAsync();
        Action<Probe>[] records =
        [
            probe => probe.Text = TooLarge.Value,
            probe => probe.Total = new(1, 2, TooLarge.Value),
            probe => probe.Map["a"] = TooLarge.Value,
            probe => probe.List.Add(TooLarge.Value),
        ];
        foreach (var record in records)
        {
            var error = Assert.Throws<OperatorException>(() => host.Run("k", probe =>
            {
                probe.Number = 1;
                record(probe);
            }));
            Assert.Equal(("probe", "k"), (error.OperatorId, error.Key));
            var cause = Assert.IsType<StateSizeException>(error.InnerException);
            Assert.Equal((StateLimits.LargestValue + 1L, StateLimits.LargestValue), (cause.Size, cause.Limit));
            Assert.Contains("536,870,913 bytes, but at most 536,870,912 bytes", error.Message, StringComparison.Ordinal);
        }

        Assert.Equal(0, host.CountEntries());
    }

    [Fact]
    public async Task A_value_that_is_too_large_is_skipped_by_an_error_policy_that_skips()
    {
        var letters = new List<DeadLetter>();
        var host = await OpenProbeAsync(Options() with { ErrorPolicy = ErrorPolicy.DeadLetter(letters.Add) });
        host.Run("k", probe => probe.List.Add(TooLarge.Value));
        Assert.IsType<StateSizeException>(Assert.Single(letters).Exception);
        Assert.Equal(0, host.CountEntries());
    }

    [Fact]
    public async Task A_key_with_a_text_of_a_mebibyte_works_and_a_longer_one_is_refused_before_anything_is_processed()
    {
        var host = await OpenProbeAsync();
        var longest = new string('x', StateLimits.LargestKeyText);
        host.Run(longest, probe => (probe.Number, probe.Map[longest]) = (1, "kept"));

        Assert.Throws<StateSizeException>(() => host.Run(longest + "x", probe => probe.Number = 2));
        Assert.Throws<StateSizeException>(() => host.Run(new('é', (StateLimits.LargestKeyText / 2) + 1), probe => probe.Number = 2));
        Assert.IsType<StateSizeException>(Assert.Throws<OperatorException>(() => host.Run("k", probe => probe.Map[longest + "x"] = "")).InnerException);

        var restored = await RestoreProbeAsync(await host.SnapshotAsync(Cancellation));
        Assert.Equal("1 kept", restored.Read(longest, probe => $"{probe.Number} {probe.Map[longest]}"));
    }

    [Fact]
    public async Task Many_large_elements_and_entries_of_one_key_survive_a_checkpoint()
    {
        var host = await OpenProbeAsync();
        host.Run("k", probe =>
        {
            for (var element = 0; element < Elements; element++)
            {
                probe.List.Add(Large(element));
                probe.Map[$"{element}"] = Large(element);
            }
        });
        var restored = await RestoreProbeAsync(await host.SnapshotAsync(Cancellation));
        restored.Run("k", probe =>
        {
            // Comparing them is quick; describing how they differ is not.
            Assert.True(Enumerable.Range(0, Elements).Select(Large).SequenceEqual(probe.List, StringComparer.Ordinal));
            Assert.Equal(Elements, probe.Map.Count);
            Assert.All(Enumerable.Range(0, Elements), element => Assert.True(Large(element) == probe.Map[$"{element}"]));
        });
    }

    private static string Large(int element) => new((char)('a' + (element % 26)), ElementLength);
}
