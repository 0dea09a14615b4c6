using System.Collections.Concurrent;
using StateGen.TestKit.Pipelines;
using StateGen.Tests.Pipelines;

namespace StateGen.Tests.Graph;

/// <summary>
/// A pipeline of random shape over numbers, with what each of its sinks must receive, computed from the same input with LINQ. Streams branch and meet again;
/// there are up to three sources, and a sink at every end and at some streams between.
/// </summary>
internal sealed class RandomGraph
{
    private readonly Random _random;
    private readonly TriggeredJob _job;
    private readonly List<(EventStream<long> Stream, IReadOnlyList<long> Expected)> _streams = [];
    private readonly HashSet<int> _used = [];
    private readonly List<(ListSink<long> Sink, IReadOnlyList<long> Expected)> _sinks = [];
    private int _operators;

    public RandomGraph(int seed, TriggeredJob job)
    {
        _random = new(seed);
        _job = job;
        var sources = _random.Next(1, 4);
        for (var source = 0; source < sources; source++)
            AddSource($"source-{source}");
        for (var step = _random.Next(3, 9); step > 0; step--)
            AddStep();
        Pipeline = StateGen.Pipeline.Combine([.. Ends().Select(AddSink)]);
    }

    public RunnablePipeline Pipeline { get; }

    /// <summary>Passed before each record of an operator.</summary>
    public Faults Faults { get; } = new();

    /// <summary>Events that came after their watermark.</summary>
    public ConcurrentBag<string> Late { get; } = [];

    public void AssertOutput()
    {
        Assert.Empty(Late);
        AssertSinks();
    }

    private void AssertSinks() => Assert.All(_sinks, entry => Assert.Equal(entry.Expected.Order(), entry.Sink.Committed.Order()));

    private IEnumerable<int> Ends() => Enumerable.Range(0, _streams.Count).Where(index => !_used.Contains(index) || _random.Next(4) == 0);

    private RunnablePipeline AddSink(int index)
    {
        var sink = new ListSink<long>();
        _sinks.Add((sink, _streams[index].Expected));
        return _streams[index].Stream.To(sink, $"sink-{index}");
    }

    private void AddSource(string name)
    {
        IReadOnlyList<long>[] splits = [.. Enumerable.Range(0, _random.Next(1, 4)).Select(_ => Numbers(_random.Next(1, 150)))];
        var stream = StateGen.Pipeline.From(_job.Source<long>(null, splits), name).WithEventTime(DateTimeOffset.FromUnixTimeMilliseconds, TimeSpan.Zero);
        _streams.Add((stream, [.. splits.SelectMany(split => split)]));
    }

    private long[] Numbers(int count) => [.. Enumerable.Range(0, count).Select(_ => _random.NextInt64(1000)).Order()];

    private void AddStep()
    {
        var (stream, expected) = Pick();
        var number = _random.Next(2, 9);
        _streams.Add(_random.Next(9) switch
        {
            0 => (stream.Select(value => (value * 3) + number), [.. expected.Select(value => (value * 3) + number)]),
            1 => (stream.Where(value => value % number != 0), [.. expected.Where(value => value % number != 0)]),
            2 => (stream.SelectMany(value => Copies(value, number)), [.. expected.SelectMany(value => Copies(value, number))]),
            3 => Union(stream, expected),
            4 => Broadcast(stream, expected, number),
            5 => (stream.Rebalance(_random.Next(3) == 0 ? 3 : null), expected),
            6 => Chain(stream, expected, number),
            7 => (Keyed(stream, number, () => new PassedNumbers()), [.. expected.Select(value => value + 1)]),
            _ => (Keyed(stream, number, () => new Totals()), [.. expected.GroupBy(value => value % number).Select(group => Totals.Combine(group.Sum(), group.Count()))]),
        });
    }

    private (EventStream<long> Stream, IReadOnlyList<long> Expected) Pick()
    {
        var index = _random.Next(_streams.Count);
        _used.Add(index);
        return _streams[index];
    }

    private (EventStream<long> Stream, IReadOnlyList<long> Expected) Union(EventStream<long> stream, IReadOnlyList<long> expected)
    {
        var (other, others) = Pick();
        return (stream.Union(other), [.. expected, .. others]);
    }

    private (EventStream<long> Stream, IReadOnlyList<long> Expected) Broadcast(EventStream<long> stream, IReadOnlyList<long> expected, int keys)
    {
        var (other, others) = Pick();
        var result = stream.KeyBy(value => $"{value % keys}").Connect(other.Broadcast()).Process(
            () => new Weighted { Faults = Faults, OnLate = Late.Add }, $"operator-{_operators++}", _random.Next(3) == 0 ? 3 : null);
        var weight = Weighted.WeightOf(others.GroupBy(value => value).Select(group => KeyValuePair.Create(group.Key, group.LongCount())));
        return (result, [.. expected.GroupBy(value => value % keys).Select(group => Totals.Combine(group.Sum() + weight, group.Count()))]);
    }

    private OperatorStream<string, long> Keyed(EventStream<long> stream, int keys, Func<CountingOperator> create) =>
        stream.KeyBy(value => $"{value % keys}").Process(Watched(create), $"operator-{_operators++}", _random.Next(3) == 0 ? 3 : null);

    /// <summary>Two to four operators in a chain, of which the last sums what was one key at the first.</summary>
    private (EventStream<long> Stream, IReadOnlyList<long> Expected) Chain(EventStream<long> stream, IReadOnlyList<long> expected, int keys)
    {
        var chained = Keyed(stream, keys, () => new PassedNumbers());
        var passes = _random.Next(1, 4);
        for (var pass = 1; pass < passes; pass++)
            chained = chained.KeepKey().Process(Watched(() => new PassedNumbers()), $"operator-{_operators++}");
        if (_random.Next(3) > 0)
            _streams.Add((chained, [.. expected.Select(value => value + passes)]));
        return (
            chained.KeepKey().Process(Watched(() => new Totals()), $"operator-{_operators++}"),
            [.. expected.GroupBy(value => value % keys).Select(group => Totals.Combine(group.Sum() + (group.Count() * passes), group.Count()))]);
    }

    private Func<CountingOperator> Watched(Func<CountingOperator> create) => () =>
    {
        var keyed = create();
        keyed.Faults = Faults;
        keyed.OnLate = Late.Add;
        return keyed;
    };

    private static IEnumerable<long> Copies(long value, int number) => Enumerable.Range(0, (int)(value % number)).Select(copy => value + copy);
}

/// <summary>An operator that a test can make fail.</summary>
internal abstract class CountingOperator() : TotalOperator<long, long>("counting")
{
    public Faults? Faults { get; set; }

    public Action<string>? OnLate { get; set; }

    protected void Pass(OperatorContext<long> context)
    {
        Faults?.Pass("operator");
        if (context.IsLate)
            OnLate?.Invoke($"{Key}: {context.Timestamp:O} after {context.Watermark:O}");
    }
}

/// <summary>Emits each number plus one, and counts.</summary>
internal sealed class PassedNumbers : CountingOperator
{
    protected override void OnEvent(long value, OperatorContext<long> context)
    {
        Pass(context);
        Count++;
        context.Emit(value + 1);
    }
}

/// <summary>Counts what is broadcast, and emits the sum and the number of events of each key at the end of input, with the weight of all that.</summary>
[Operator("weighted")]
internal sealed partial class Weighted : KeyedBroadcastOperator<string, long, long, long>
{
    public required Faults Faults { get; init; }

    public required Action<string> OnLate { get; init; }

    [State]
    private partial BroadcastState<long, long> Counts { get; }

    [State]
    private partial long Count { get; set; }

    [State]
    private partial long Sum { get; set; }

    // The number of broadcast events, once more.
    [OperatorState(Redistribution = OperatorStateRedistribution.Union)]
    private partial OperatorListState<long> Received { get; }

    public static long WeightOf(IEnumerable<KeyValuePair<long, long>> counts) => counts.Sum(entry => (entry.Key + 1) * entry.Value * entry.Value);

    // At a barrier, all subtasks have received the same.
    protected override ValueTask OnOpenAsync(OperatorOpenContext context, CancellationToken cancellationToken)
    {
        Assert.True(Received.Distinct().Count() <= 1, $"Subtasks have received {string.Join(", ", Received)} broadcast events.");
        Received.Update([Received.Count > 0 ? Received[0] : default]);
        return ValueTask.CompletedTask;
    }

    protected override void OnEvent(long value, OperatorContext<long> context)
    {
        Faults.Pass("operator");
        if (context.IsLate)
            OnLate($"{Key}: {context.Timestamp:O} after {context.Watermark:O}");
        Count++;
        Sum += value;
        context.Timers.RegisterEventTime(DateTimeOffset.UnixEpoch.AddYears(50));
    }

    protected override void OnBroadcast(long value, BroadcastContext<long> context)
    {
        Faults.Pass("operator");
        if (context.IsLate)
            OnLate($"broadcast: {context.Timestamp:O} after {context.Watermark:O}");
        Counts[value] = Counts.GetValueOrDefault(value) + 1;
        Received[0]++;
    }

    protected override void OnTimer(FiredTimer timer, OperatorContext<long> context)
    {
        Assert.Equal([Counts.Values.Sum()], Received);
        context.Emit(Totals.Combine(Sum + WeightOf(Counts), Count));
        ClearState();
    }
}

/// <summary>Emits the sum and the number of events of each key at the end of input.</summary>
internal sealed class Totals : CountingOperator
{
    public static long Combine(long sum, long count) => Math.Abs((sum * 31) + count);

    protected override void OnEvent(long value, OperatorContext<long> context)
    {
        Pass(context);
        Count++;
        Sum += value;
        context.Timers.RegisterEventTime(DateTimeOffset.UnixEpoch.AddYears(50));
    }

    protected override void OnTimer(FiredTimer timer, OperatorContext<long> context)
    {
        context.Emit(Combine(Sum, Count));
        ClearState();
    }
}
