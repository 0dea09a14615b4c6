using StateGen.Engine.Exchange;
using StateGen.Engine.Operators;
using StateGen.Keys;
using StateGen.TestKit;
using StateGen.Tests.Backends;
using StateGen.Tests.Errors;

namespace StateGen.Tests.Operators;

/// <summary>Runs of records end and go on where they must, in the loop of the memory table and in the one that loads and stores each row.</summary>
public sealed class RecordRunTests
{
    private const int RecordCount = 100;
    private const int KeyCount = 11;

    private static readonly Action<RunProbe> Increment = probe => probe.Count++;

    private static readonly Action<RunProbe> EmitCount = probe => probe.Context!.Emit($"{probe.CurrentKey}:{++probe.Count}");

    public static TheoryData<bool> Loops => [true, false];

    public static MatrixTheoryData<bool, int> LoopsAndLimits => new([true, false], [1, 2, 31, 32, 33, 99, 100]);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Loops))]
    public async Task A_run_may_end_after_any_record_and_go_on_at_the_next(bool isFused)
    {
        for (var last = 0; last < RecordCount; last++)
        {
            await using var runner = await OpenAsync(isFused);
            using var stop = new CancellationTokenSource();
            runner.Cancellation = stop.Token;
            var stopAt = last;
            var events = Events(index => index == stopAt ? probe => { EmitCount(probe); stop.Cancel(); } : EmitCount);
            var cursor = default(RecordCursor);
            Assert.Equal(last == RecordCount - 1, Process(runner, events, ref cursor));
            Assert.Equal((last + 1, last + 1), (cursor.Record, runner.Output.Count));
            runner.Cancellation = default;
            Assert.True(Process(runner, events, ref cursor));
            Assert.Equal(Expected(), runner.Output.Values.ToArray());
        }
    }

    [Theory]
    [MemberData(nameof(Loops))]
    public async Task A_run_that_must_stop_takes_no_record(bool isFused)
    {
        await using var runner = await OpenAsync(isFused);
        runner.Cancellation = new(canceled: true);
        var cursor = default(RecordCursor);
        Assert.False(Process(runner, Events(_ => EmitCount), ref cursor));
        Assert.Equal((0, 0), (cursor.Record, runner.Output.Count));
    }

    [Theory]
    [MemberData(nameof(LoopsAndLimits))]
    public async Task A_run_ends_when_the_output_has_reached_its_limit(bool isFused, int limit)
    {
        await using var runner = await OpenAsync(isFused, limit: limit);
        var taken = new List<string>();
        var cursor = default(RecordCursor);
        for (var isComplete = false; !isComplete; runner.Output.Clear())
        {
            isComplete = Process(runner, Events(_ => EmitCount), ref cursor);
            Assert.Equal(Math.Min(limit, RecordCount - taken.Count), runner.Output.Count);
            taken.AddRange(runner.Output.Values);
        }

        Assert.Equal(Expected(), taken);
    }

    [Theory]
    [MemberData(nameof(Loops))]
    public async Task A_watermark_is_visible_to_the_records_after_it_and_forwarded_at_its_place(bool isFused)
    {
        await using var runner = await OpenAsync(isFused);
        WatermarkPosition[] marks = [new(0, 5), new(1, 10), new(31, 20), new(32, 30), new(33, 30), new(64, 25), new(RecordCount, 40)];
        var cursor = default(RecordCursor);
        var events = Events(_ => probe => probe.Context!.Emit($"{probe.Watermark.ToUnixTimeMilliseconds()}"));
        Assert.True(Process(runner, events, ref cursor, marks));
        string[] visible = [.. Enumerable.Range(0, RecordCount).Select(index => index < 1 ? "5" : index < 31 ? "10" : index < 32 ? "20" : "30")];
        Assert.Equal(visible, runner.Output.Values.ToArray());
        Assert.Equal([new(0, 5), new(1, 10), new(31, 20), new(32, 30), new(RecordCount, 40)], runner.Output.Watermarks.Span.ToArray());
        Assert.Equal(40, runner.Watermark);
    }

    [Theory]
    [MemberData(nameof(Loops))]
    public async Task A_timer_that_is_due_fires_between_the_records_around_its_watermark(bool isFused)
    {
        await using var runner = await OpenAsync(isFused);
        var cursor = default(RecordCursor);
        var events = Events(index => index is 3 or 4
            ? probe => { EmitCount(probe); probe.Context!.Timers.RegisterEventTime(DateTimeOffset.FromUnixTimeMilliseconds(50 - index)); }
            : EmitCount);
        Assert.True(Process(runner, events, ref cursor, [new(10, 45), new(20, 46), new(40, 47)]));
        var expected = Expected().ToList();
        expected.Insert(40, "timer 3 at 47 with 4");
        expected.Insert(20, "timer 4 at 46 with 2");
        Assert.Equal(expected, runner.Output.Values.ToArray());
        Assert.Equal([new(10, 45), new(21, 46), new(42, 47)], runner.Output.Watermarks.Span.ToArray());
    }

    [Theory]
    [MemberData(nameof(Loops))]
    public async Task Timers_of_processing_time_fire_at_the_next_group_of_records_a_few_at_once(bool isFused)
    {
        await using var runner = await OpenAsync(isFused, followsClock: true);
        runner.TimerLimit = 2;
        var cursor = default(RecordCursor);
        var events = Events(index => index == 0
            ? probe =>
            {
                for (var milliseconds = 1; milliseconds <= 5; milliseconds++)
                    probe.Context!.Timers.RegisterProcessingTime(probe.Context.ProcessingTime.AddMilliseconds(-milliseconds));
                EmitCount(probe);
            }
            : EmitCount);
        Assert.True(Process(runner, events, ref cursor));
        var expected = Expected().ToList();
        expected.InsertRange(96, ["timer 0 at 999 with 9"]);
        expected.InsertRange(64, ["timer 0 at 997 with 6", "timer 0 at 998 with 6"]);
        expected.InsertRange(32, ["timer 0 at 995 with 3", "timer 0 at 996 with 3"]);
        Assert.Equal(expected, runner.Output.Values.ToArray());
        Assert.Equal(long.MaxValue, runner.NextProcessingTime);
    }

    [Theory]
    [MemberData(nameof(Loops))]
    public async Task Timers_that_are_always_due_and_fill_the_output_do_not_stop_the_records(bool isFused)
    {
        await using var runner = await OpenAsync(isFused, limit: 1, followsClock: true);
        runner.TimerLimit = 1;
        var cursor = default(RecordCursor);
        var events = Events(_ => probe => probe.Context!.Timers.RegisterProcessingTime(probe.Context.ProcessingTime.AddMilliseconds(-++probe.Count)));
        var taken = 0;
        for (var round = 0; round < RecordCount && !Process(runner, events, ref cursor); round++)
        {
            taken += runner.Output.Count;
            runner.Output.Clear();
        }

        Assert.Equal((RecordCount, 3), (cursor.Record, taken));
    }

    [Theory]
    [MemberData(nameof(Loops))]
    public async Task After_a_record_that_throws_the_next_goes_on_as_if_it_had_not_been_there(bool isFused)
    {
        var letters = new List<DeadLetter>();
        await using var runner = await OpenAsync(isFused, ErrorPolicy.DeadLetter(letters.Add));
        var cursor = default(RecordCursor);
        Action<RunProbe> fail = probe =>
        {
            EmitCount(probe);
            probe.Text = "lost";
            probe.Seen[1] = 1;
            probe.Context!.Timers.RegisterEventTime(DateTimeOffset.UnixEpoch);
            throw new InvalidOperationException("undo this");
        };
        Assert.True(Process(runner, Events(index => index % 10 == 7 ? fail : EmitCount), ref cursor, [new(50, 1)]));
        Assert.Equal(Expected(index => index % 10 != 7), runner.Output.Values.ToArray());
        Assert.Equal(RecordCount / 10, letters.Count);
        Assert.All(letters, letter => Assert.Same(fail, letter.Event));
        Assert.Equal((KeyCount, 0), (runner.Store.CountEntries(), runner.Timers.Count));
        Assert.Equal([new(45, 1)], runner.Output.Watermarks.Span.ToArray());
    }

    [Theory]
    [MemberData(nameof(Loops))]
    public async Task Rows_agree_with_a_dictionary_while_keys_come_and_go_within_a_batch(bool isFused)
    {
        var random = new Random(20260101);
        await using var runner = await OpenAsync(isFused);
        var model = new Dictionary<long, (long Count, string? Text)>();
        for (var batch = 0; batch < 40; batch++)
        {
            var keys = Enumerable.Range(0, 500).Select(_ => (long)random.Next(batch % 4 == 0 ? 2000 : 60)).ToArray();
            var events = keys.Select(key => Step(random.Next(8), key, model)).ToArray();
            var cursor = default(RecordCursor);
            Assert.True(runner.Process(Records(keys, events, []), ref cursor));
            Assert.Equal(model.Count, runner.Store.CountEntries());
        }
    }

    [Theory]
    [MemberData(nameof(Loops))]
    public async Task A_record_that_reads_another_state_only_leaves_the_row_alone(bool isFused)
    {
        await using var runner = await OpenAsync(isFused);
        var cursor = default(RecordCursor);
        Assert.True(Process(runner, Events(index => index % 2 == 0 ? Increment : probe => probe.Seen[index] = probe.Seen.Count), ref cursor));
        cursor = default;
        runner.Output.Clear();
        Assert.True(Process(runner, Events(_ => EmitCount), ref cursor));
        // The number of keys is odd, so that a key has records of both kinds.
        var before = Enumerable.Range(0, RecordCount).Where(index => index % 2 == 0).CountBy(index => index % KeyCount).ToDictionary();
        Assert.Equal($"0:{before[0] + 1}", runner.Output.Values[0]);
        Assert.Equal(KeyCount + (RecordCount / 2), runner.Store.CountEntries());
    }

    [Theory]
    [MemberData(nameof(Loops))]
    public async Task Between_runs_there_is_no_current_key(bool isFused)
    {
        var probe = new RunProbe();
        await using var runner = await OpenAsync(isFused, keyedOperator: probe);
        var cursor = default(RecordCursor);
        Assert.True(Process(runner, Events(_ => Increment), ref cursor));
        Assert.Throws<NoCurrentKeyException>(() => probe.Count);
        Assert.Throws<NoCurrentKeyException>(() => probe.CurrentKey);
        Assert.Throws<NoCurrentKeyException>(probe.Clear);
    }

    [Fact]
    public async Task A_method_of_the_operator_with_the_name_of_the_callback_is_not_called_in_its_place()
    {
        using var host = await OperatorHost.OpenAsync(new OverloadedProbe(), new(), Token);
        host.ProcessBatch(["k", "k"], ["a", "b"], [0, 0]);
        Assert.Equal(["1:a", "2:b"], host.TakeOutput());
    }

    private static Action<RunProbe> Step(int kind, long key, Dictionary<long, (long Count, string? Text)> model)
    {
        var before = model.GetValueOrDefault(key);
        (long Count, string? Text) after = kind switch
        {
            0 or 1 => default,
            2 => (before.Count, null),
            3 => (0, "t"),
            4 => before,
            _ => (before.Count + 1, before.Text),
        };
        if (after == default)
            model.Remove(key);
        else
            model[key] = after;
        return probe =>
        {
            Assert.Equal((key, before), (probe.CurrentKey, (probe.Count, probe.Text)));
            if (kind == 0)
                probe.Clear();
            else if (kind != 4)
                (probe.Count, probe.Text) = after;
        };
    }

    private static Action<RunProbe>[] Events(Func<int, Action<RunProbe>> eventAt) => [.. Enumerable.Range(0, RecordCount).Select(eventAt)];

    /// <summary>The output of <see cref="EmitCount"/> for each record, or for some.</summary>
    private static string[] Expected(Func<int, bool>? isCounted = null)
    {
        var counts = new int[KeyCount];
        return [.. Enumerable.Range(0, RecordCount).Where(isCounted ?? (_ => true)).Select(index => $"{index % KeyCount}:{++counts[index % KeyCount]}")];
    }

    private static bool Process(
        KeyedOperatorRunner<long, Action<RunProbe>, string> runner, Action<RunProbe>[] events, ref RecordCursor cursor, params WatermarkPosition[] watermarks) =>
        runner.Process(Records([.. Enumerable.Range(0, events.Length).Select(index => (long)(index % KeyCount))], events, watermarks), ref cursor);

    private static KeyedRecords<long, Action<RunProbe>> Records(long[] keys, Action<RunProbe>[] events, WatermarkPosition[] watermarks) => new()
    {
        Keys = keys,
        Hashes = Array.ConvertAll(keys, key => IntegerKeyCodec<long>.Hash(in key)),
        Events = events,
        Timestamps = new long[keys.Length],
        Watermarks = watermarks,
    };

    private static async Task<KeyedOperatorRunner<long, Action<RunProbe>, string>> OpenAsync(
        bool isFused, ErrorPolicy? errorPolicy = null, int limit = int.MaxValue, RunProbe? keyedOperator = null, bool followsClock = false)
    {
        var store = TestStores.Open(new ManualTime { Milliseconds = 1_000 }, backend: isFused ? MemoryBackend.Default : MemoryBackend.WithoutFastPaths);
        var runner = new KeyedOperatorRunner<long, Action<RunProbe>, string>(keyedOperator ?? new(), store, TestFailures.Of(errorPolicy ?? ErrorPolicy.Fail))
        {
            OutputLimit = limit,
            FollowsClock = followsClock,
        };
        await store.StartAsync([], Token);
        return runner;
    }
}
