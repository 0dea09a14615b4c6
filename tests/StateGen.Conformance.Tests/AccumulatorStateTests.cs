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
    public async Task An_accumulator_lives_until_its_time_has_passed_since_the_last_addition()
    {
        var host = await OpenAccumulatorsAsync();
        host.Run("k", Add);
        Time.Milliseconds = 20;
        host.Run("k", probe => Assert.Equal((1, 1), (probe.FadingSum.GetValueOrDefault(), probe.FadingAverage.GetValueOrDefault())));
        Time.Milliseconds = 50;
        host.Run("k", Add);
        Time.Milliseconds = 120;
        host.Run("k", probe => Assert.Equal((2, 1), (probe.FadingSum.GetValueOrDefault(), probe.FadingAverage.GetValueOrDefault())));
        Time.Milliseconds = 150;
        host.Run("k", probe =>
        {
            Assert.True(probe.FadingSum.IsEmpty && probe.FadingAverage.IsEmpty);
            Assert.False(probe.FadingSum.TryGetValue(out var sum) || probe.FadingAverage.TryGetValue(out _));
            Assert.Equal(0, sum);
        });
    }

    [Fact]
    public async Task An_accumulator_that_has_expired_is_never_added_to()
    {
        var host = await OpenAccumulatorsAsync();
        host.Run("k", probe =>
        {
            probe.FadingSum.Add(5);
            probe.FadingAverage.Add(5);
            probe.Sum.Add(5);
        });
        Time.Milliseconds = 100;
        host.Run("k", probe =>
        {
            // A first value is not reduced, and so not refused.
            probe.FadingSum.Add(long.MinValue);
            probe.FadingAverage.Add(1);
            probe.Sum.Add(1);
        });
        host.Run("k", probe => Assert.Equal(
            (long.MinValue, 1, 6), (probe.FadingSum.GetValueOrDefault(), probe.FadingAverage.GetValueOrDefault(), probe.Sum.GetValueOrDefault())));
    }

    [Fact]
    public async Task Nothing_expires_while_a_record_holds_its_handle()
    {
        var host = await OpenAccumulatorsAsync();
        host.Run("k", probe =>
        {
            var handle = probe.FadingSum;
            handle.Add(5);
            Time.Milliseconds = 100;
            Assert.False(handle.IsEmpty);
            handle.Add(1);
            Assert.Equal(6, handle.GetValueOrDefault());
        });
        Assert.True(host.Read("k", probe => probe.FadingSum.IsEmpty));
    }

    [Fact]
    public async Task A_row_without_live_accumulators_leaves_no_entry_but_a_permanent_default_one_stays()
    {
        var host = await OpenAccumulatorsAsync();
        host.Run("gone", Add);
        host.Run("kept", probe =>
        {
            probe.Seen = true;
            probe.Sum.Add(0);
        });
        Time.Milliseconds = 100;
        host.Run("gone", probe => probe.FadingSum.Clear());
        host.Run("kept", probe => probe.FadingSum.Clear());
        Assert.Equal(1, host.CountEntries());
        var restored = await OpenAccumulatorsAsync(await host.SnapshotAsync(Cancellation));
        Assert.True(restored.Read("kept", probe => probe.Sum.TryGetValue(out _)));
    }

    [Fact]
    public async Task Last_write_times_are_in_the_snapshot()
    {
        var host = await OpenAccumulatorsAsync();
        host.Run("k", Add);
        Time.Milliseconds = 50;
        host.Run("later", Add);
        Time.Milliseconds = 120;
        var snapshot = await host.SnapshotAsync(Cancellation);
        Time.Milliseconds = 0;
        var restored = await OpenAccumulatorsAsync(snapshot);
        Assert.True(restored.Read("k", probe => probe.FadingSum.IsEmpty));
        Assert.Equal(1, restored.Read("later", probe => probe.FadingSum.GetValueOrDefault()));
        Time.Milliseconds = 150;
        Assert.True(restored.Read("later", probe => probe.FadingSum.IsEmpty));
    }

    [Fact]
    public async Task A_read_refreshes_an_accumulator_that_is_declared_so_and_asking_whether_there_is_one_does_not()
    {
        var host = await OpenAccumulatorsAsync();
        host.Run("k", probe => probe.RefreshedSum.Add(1));
        Time.Milliseconds = 50;
        host.Run("k", probe => Assert.Equal(1, probe.RefreshedSum.GetValueOrDefault()));
        Time.Milliseconds = 120;
        host.Run("k", probe => Assert.False(probe.RefreshedSum.IsEmpty));
        Assert.Throws<OperatorException>(() => host.Run("k", probe => throw new InvalidOperationException($"undo {probe.RefreshedSum.GetValueOrDefault()}")));
        Time.Milliseconds = 150;
        host.Run("k", probe => Assert.True(probe.RefreshedSum.IsEmpty));
    }

    [Fact]
    public async Task An_expired_accumulator_is_returned_once_if_it_is_declared_so_and_never_added_to()
    {
        var host = await OpenAccumulatorsAsync();
        host.Run("read", probe => probe.VisibleAverage.Add(4));
        host.Run("added", probe => probe.VisibleAverage.Add(4));
        Time.Milliseconds = 100;
        host.Run("read", probe =>
        {
            Assert.True(probe.VisibleAverage.IsEmpty);
            Assert.True(probe.VisibleAverage.TryGetValue(out var average));
            Assert.Equal(4, average);
            Assert.False(probe.VisibleAverage.TryGetValue(out _));
        });
        host.Run("added", probe =>
        {
            probe.VisibleAverage.Add(2);
            Assert.Equal(2, probe.VisibleAverage.GetValueOrDefault());
        });
        Assert.Equal(1, host.CountEntries());
    }

    [Fact]
    public async Task An_accumulator_expires_by_event_time_and_a_late_addition_does_not_shorten_its_life()
    {
        var host = await OpenAccumulatorsAsync();
        Time.Milliseconds = 1_000_000;
        host.Process("k", probe => probe.EventText.Add("a"), DateTimeOffset.FromUnixTimeMilliseconds(1_050));
        host.Process("k", probe => probe.EventText.Add("b"), DateTimeOffset.FromUnixTimeMilliseconds(1_000));
        host.AdvanceTo(1_149);
        Assert.Equal("ab", host.Read("k", probe => probe.EventText.GetValueOrDefault()));
        host.AdvanceTo(1_150);
        host.Process("k", probe => probe.EventText.Add("c"), DateTimeOffset.FromUnixTimeMilliseconds(1_160));
        Assert.Equal("c", host.Read("k", probe => probe.EventText.GetValueOrDefault()));
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

    private Task<OperatorHost<string, Action<AccumulatorProbe>, string>> OpenAccumulatorsAsync(params OperatorHostSnapshot[] snapshots) =>
        OpenAsync(new AccumulatorProbe(), Options(snapshots));

    private static void Add(AccumulatorProbe probe)
    {
        probe.FadingSum.Add(1);
        probe.FadingAverage.Add(1);
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
