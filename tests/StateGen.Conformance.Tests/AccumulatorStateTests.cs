using StateGen.Conformance.Tests.Probes;
using StateGen.TestKit.Backends;

namespace StateGen.Conformance.Tests;

/// <summary>Reducing and aggregating states.</summary>
public abstract class AccumulatorStateTests(BackendUnderTest backend) : ConformanceTests(backend)
{
    [Fact]
    public async Task Absent_reads_as_absent_and_not_as_the_result_of_an_empty_accumulator()
    {
        var host = await OpenAccumulatorsAsync();
        host.Run("a", probe =>
        {
            Assert.True(probe.Sum.IsEmpty);
            Assert.False(probe.Sum.TryGetValue(out var sum));
            Assert.Equal((0, 0), (sum, probe.Sum.GetValueOrDefault()));
            Assert.Null(probe.Text.GetValueOrDefault());
            Assert.True(probe.Average.IsEmpty);
            // The result of an accumulator without values would be a division by zero.
            Assert.False(probe.Average.TryGetValue(out _));
            Assert.Equal(0, probe.Average.GetValueOrDefault());
            Assert.True(probe.Median.IsEmpty);
        });
        Assert.Equal(0, host.CountEntries());
    }

    [Fact]
    public async Task The_first_value_is_stored_as_it_is_without_a_call_of_the_reducer()
    {
        var host = await OpenAccumulatorsAsync();
        host.Run("a", probe => probe.Sum.Add(long.MinValue));
        Assert.Equal(long.MinValue, host.Read("a", probe => probe.Sum.GetValueOrDefault()));
        var error = Assert.Throws<OperatorException>(() => host.Run("a", probe => probe.Sum.Add(long.MinValue)));
        Assert.IsType<OverflowException>(error.InnerException);
    }

    [Fact]
    public async Task Values_are_combined_in_the_order_in_which_they_were_added()
    {
        var host = await OpenAccumulatorsAsync();
        foreach (var letter in "abc")
        {
            host.Run("k", probe =>
            {
                probe.Text.Add(letter.ToString());
                probe.Sum.Add(letter);
                probe.Average.Add(letter);
                probe.Median.Add(letter);
            });
        }

        host.Run("k", probe =>
        {
            Assert.Equal("abc", probe.Text.GetValueOrDefault());
            Assert.Equal('a' + 'b' + 'c', probe.Sum.GetValueOrDefault());
            Assert.True(probe.Average.TryGetValue(out var average));
            Assert.Equal('b', average);
            Assert.Equal('b', probe.Median.GetValueOrDefault());
        });
        Assert.Equal(1, host.CountEntries());
    }

    [Fact]
    public async Task An_accumulator_that_is_the_default_of_its_type_is_not_absent()
    {
        var host = await OpenAccumulatorsAsync();
        host.Run("a", probe => probe.Sum.Add(0));
        host.Run("b", probe => probe.Latest.Add(null));
        var restored = await OpenAccumulatorsAsync(await host.SnapshotAsync(Cancellation));
        restored.Run("a", probe =>
        {
            Assert.True(probe.Sum.TryGetValue(out var sum));
            Assert.Equal(0, sum);
            Assert.True(probe.Latest.IsEmpty);
        });
        restored.Run("b", probe =>
        {
            Assert.True(probe.Latest.TryGetValue(out var latest));
            Assert.Null(latest);
            Assert.True(probe.Sum.IsEmpty);
        });
        Assert.Equal(2, restored.CountEntries());
    }

    [Fact]
    public async Task Clearing_leaves_no_entry_and_the_next_value_is_a_first_one()
    {
        var host = await OpenAccumulatorsAsync();
        host.Run("a", Fill);
        host.Run("b", Fill);
        host.Run("a", probe => probe.Clear());
        host.Run("b", probe =>
        {
            probe.Sum.Clear();
            probe.Text.Clear();
            probe.Average.Clear();
            probe.Median.Clear();
            Assert.True(probe.Sum.IsEmpty && probe.Text.IsEmpty && probe.Average.IsEmpty && probe.Median.IsEmpty);
        });
        Assert.Equal(0, host.CountEntries());
        host.Run("a", probe => probe.Sum.Add(long.MinValue));
        Assert.Equal(1, host.CountEntries());
    }

    [Fact]
    public async Task A_handle_that_is_kept_in_a_local_variable_follows_what_happens_to_the_state()
    {
        var host = await OpenAccumulatorsAsync();
        host.Run("a", probe =>
        {
            var (sum, text) = (1, "a");
            var handle = probe.Sum;
            var texts = probe.Text;
            handle.Add(sum);
            texts.Add(text);
            probe.Clear();
            Assert.True(handle.IsEmpty && texts.IsEmpty);
            probe.Sum.Add(5);
            handle.Add(1);
            Assert.Equal(6, probe.Sum.GetValueOrDefault());
        });
        Assert.Equal(6, host.Read("a", probe => probe.Sum.GetValueOrDefault()));
    }

    [Fact]
    public async Task Two_keys_never_share_an_accumulator()
    {
        var host = await OpenAccumulatorsAsync();
        for (var round = 1; round <= 3; round++)
        {
            for (var key = 0; key < 1000; key++)
            {
                var added = key;
                host.Run($"{key}", probe =>
                {
                    probe.Sum.Add(added);
                    probe.Average.Add(added);
                    probe.Median.Add(added);
                });
            }
        }

        for (var key = 0; key < 1000; key++)
        {
            var added = key;
            host.Run($"{key}", probe =>
            {
                Assert.Equal(3 * added, probe.Sum.GetValueOrDefault());
                Assert.Equal(added, probe.Average.GetValueOrDefault());
                Assert.Equal(added, probe.Median.GetValueOrDefault());
            });
        }
    }

    [Fact]
    public async Task An_accumulator_that_the_result_was_computed_from_in_place_stays_as_it_is()
    {
        var host = await OpenAccumulatorsAsync();
        host.Run("a", probe =>
        {
            foreach (var value in (int[])[3, 1, 2])
                probe.Median.Add(value);
            Assert.Equal(2, probe.Median.GetValueOrDefault());
            probe.Median.Add(0);
            Assert.Equal(2, probe.Median.GetValueOrDefault());
        });
        var restored = await OpenAccumulatorsAsync(await host.SnapshotAsync(Cancellation));
        Assert.Equal(2, restored.Read("a", probe => probe.Median.GetValueOrDefault()));
    }

    [Fact]
    public async Task What_the_user_functions_throw_leaves_the_state_as_it_was_within_the_record()
    {
        var host = await OpenAccumulatorsAsync();
        host.Run("k", Fill);
        host.Run("k", probe =>
        {
            Assert.Throws<OverflowException>(() => probe.Sum.Add(long.MinValue));
            Assert.Throws<OverflowException>(() => probe.Average.Add(-1));
            Assert.Throws<ArgumentNullException>(() => probe.Text.Add("null"));
            Assert.Throws<ArgumentNullException>(() => probe.Text.Add(null!));
            Assert.Throws<ArgumentException>(() => probe.Text.Add("\ud800"));
        });
        AssertFilled(host);
    }

    [Fact]
    public async Task An_exception_undoes_the_additions_of_the_record()
    {
        var host = await OpenAccumulatorsAsync();
        host.Run("k", Fill);
        Assert.Throws<OperatorException>(() => host.Run("k", probe =>
        {
            Fill(probe);
            probe.Sum.Clear();
            probe.Median.Clear();
            throw new InvalidOperationException("undo this");
        }));
        Assert.Throws<OperatorException>(() => host.Run("new", probe =>
        {
            Fill(probe);
            throw new InvalidOperationException("undo this");
        }));
        AssertFilled(host);
        Assert.Equal(1, host.CountEntries());
    }

    [Fact]
    public async Task Accumulators_come_back_from_a_snapshot_and_later_additions_are_not_in_it()
    {
        var host = await OpenAccumulatorsAsync();
        for (var key = 0; key < 300; key++)
            host.Run($"{key}", Fill);
        var snapshot = await host.SnapshotAsync(Cancellation);
        host.Run("0", Fill);
        var restored = await OpenAccumulatorsAsync(snapshot);
        Assert.Equal(300, restored.CountEntries());
        AssertFilled(restored, "0");
        AssertFilled(restored, "299");
        restored.Run("0", probe => probe.Sum.Add(1));
        Assert.Equal(11, restored.Read("0", probe => probe.Sum.GetValueOrDefault()));
    }

    [Fact]
    public async Task Touching_state_without_a_current_key_names_operator_and_state()
    {
        var probe = new AccumulatorProbe();
        var host = await OpenAsync(probe);
        var error = Assert.Throws<NoCurrentKeyException>(() => probe.Sum.Add(1));
        Assert.Equal(("accumulators", "Sum"), (error.OperatorId, error.State));
        host.Run("a", running => running.Average.Add(1));
        Assert.Equal("Average", Assert.Throws<NoCurrentKeyException>(() => probe.Average.GetValueOrDefault()).State);
    }

    [Fact]
    public async Task A_failing_codec_is_found_in_the_record_that_adds()
    {
        var letters = new List<DeadLetter>();
        var host = await OpenAsync(new AccumulatorProbe(), Options() with { ErrorPolicy = ErrorPolicy.DeadLetter(letters.Add) });
        host.Run("k", probe => probe.Largest.Add(new(3)));
        host.Run("k", probe => probe.Largest.Add(new(5) { IsRefused = true }));
        Assert.IsType<NotSupportedException>(Assert.Single(letters).Exception);
        Assert.Equal(new(3), host.Read("k", probe => probe.Largest.GetValueOrDefault()));
        var restored = await OpenAccumulatorsAsync(await host.SnapshotAsync(Cancellation));
        Assert.Equal(new(3), restored.Read("k", probe => probe.Largest.GetValueOrDefault()));
    }

    private static void Fill(AccumulatorProbe probe)
    {
        probe.Sum.Add(4);
        probe.Sum.Add(6);
        probe.Text.Add("é");
        probe.Text.Add("😀");
        probe.Average.Add(1.5m);
        probe.Average.Add(2.5m);
        probe.Median.Add(7);
    }

    private static void AssertFilled(OperatorHost<string, Action<AccumulatorProbe>, string> host, string key = "k") => host.Run(key, probe =>
    {
        Assert.Equal(10, probe.Sum.GetValueOrDefault());
        Assert.Equal("é😀", probe.Text.GetValueOrDefault());
        Assert.Equal(2, probe.Average.GetValueOrDefault());
        Assert.Equal(7, probe.Median.GetValueOrDefault());
    });
}
