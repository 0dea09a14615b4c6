using StateGen.Engine.Exchange;
using StateGen.TestKit;
using StateGen.TestKit.Pipelines;
using StateGen.Tests.Pipelines;

namespace StateGen.Tests.Exchange;

/// <summary>Records of sources have origins, and the output of operators has none. A stream may contain both, and each record keeps its own.</summary>
public sealed class RecordOriginTests
{
    private static readonly int[] Sizes = [3, 6, 2, 9, 40];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void Slices_with_and_without_origins_are_in_one_batch_in_any_order()
    {
        var pool = new BatchPool<long, int>(batchSize: 1_024);
        for (var pattern = 0; pattern < 1 << Sizes.Length; pattern++)
        {
            var batch = pool.Rent();
            var expected = new List<string?>();
            foreach (var (index, size) in Sizes.Index())
            {
                var hasOrigins = ((pattern >> index) & 1) != 0;
                var block = pool.RentBlock();
                block.Begin(size, watermarks: 0, hasOrigins, usual: 64);
                for (var record = 0; record < size; record++)
                {
                    if (hasOrigins)
                        block.Origins[record] = new($"split-{pattern}", expected.Count);
                    expected.Add(hasOrigins ? $"split-{pattern}:{expected.Count}" : null);
                }

                batch.Append(new(block, 0, size, 0, 0));
                block.Release(size);
            }

            AssertOrigins(expected, batch);
            pool.Return(batch);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(20)]
    public async Task Runs_with_and_without_origins_are_distributed_together_in_any_order(int receivers)
    {
        for (var pattern = 0; pattern < 1 << Sizes.Length; pattern++)
        {
            var exchange = new ExchangeUnderTest(new VirtualTime(), senders: 1, receivers);
            // The second time, what is in the pool has records of the first time.
            for (var round = 0; round < 2; round++)
            {
                var received = new Dictionary<int, string?>();
                var sending = SendAsync(exchange.Senders[0], $"split-{round}", pattern ^ -round);
                while (!sending.IsCompleted)
                {
                    ReadAll(exchange, received);
                    await Task.Yield();
                }

                var expected = await sending;
                ReadAll(exchange, received);
                Assert.Equal(expected, received.OrderBy(record => record.Key).Select(record => record.Value));
            }
        }
    }

    [Fact]
    public void Broadcast_events_with_and_without_origins_are_in_one_run()
    {
        var events = new BroadcastEvents<int>();
        for (var value = 0; value < 20; value++)
            events.Append(value, timestamp: value, value % 10 == 1 ? new("split", value) : null);
        Assert.Equal(
            Enumerable.Range(0, 20).Select(value => value % 10 == 1 ? $"split:{value}" : null), Enumerable.Range(0, 20).Select(events.DescribeOrigin));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_dead_letter_of_a_union_has_the_position_of_a_record_of_the_source_and_none_for_output_of_an_operator(bool isRebalanced)
    {
        var input = Enumerable.Range(0, 3_000).Select(number => new Reading($"sensor-{number % 250}", number, number)).ToArray();
        var letters = new ListSink<DeadLetter>();
        var source = Pipeline.From(new ListSource<Reading>(input) { ReadSize = 37 });
        EventStream<Reading> both = source.Union(source.KeyBy(reading => reading.Sensor).Process(() => new Passing("passing", failsAt: null)));
        if (isRebalanced)
            both = both.Rebalance(1);
        await both.KeyBy(reading => reading.Sensor).Process(() => new Passing("failing", failsAt: 7)).To(new ListSink<Reading>()).WithDeadLetters(letters)
            .RunAsync(new() { JobId = "job", Parallelism = 16, ErrorPolicy = ErrorPolicy.Skip }, Token);
        var expected = input.Where(reading => reading.Value % 7 == 0).SelectMany(reading => new[] { $"{reading} at ", $"{reading} at list-0:{reading.Value + 1}" });
        Assert.Equal(
            expected.Order(StringComparer.Ordinal), letters.Committed.Select(letter => $"{letter.Event} at {letter.Position}").Order(StringComparer.Ordinal));
    }

    private static async Task<IReadOnlyList<string?>> SendAsync(KeyedExchange<long, int> sender, string split, int pattern)
    {
        var expected = new List<string?>();
        foreach (var (index, size) in Sizes.Index())
        {
            var hasOrigins = ((pattern >> index) & 1) != 0;
            var values = Enumerable.Range(expected.Count, size).ToArray();
            var records = ExchangeUnderTest.Records(values);
            RecordOrigin[] origins = hasOrigins ? [.. values.Select(value => new RecordOrigin(split, value))] : [];
            await sender.WriteAsync(new() { Events = records.Events, Timestamps = records.Timestamps, Origins = origins }, Token);
            expected.AddRange(values.Select(value => hasOrigins ? $"{split}:{value}" : null));
        }

        await sender.SendHeldAsync(Token);
        return expected;
    }

    private static void ReadAll(ExchangeUnderTest exchange, Dictionary<int, string?> origins)
    {
        foreach (var gate in exchange.Gates)
        {
            while (gate.TryRead(out var received))
            {
                var records = received.Batch.Records([]);
                for (var index = 0; index < records.Count; index++)
                    origins.Add(records.Events[index], records.DescribeOrigin(index));
                received.Channel.Return(received.Batch);
            }
        }
    }

    private static void AssertOrigins(List<string?> expected, RecordBatch<long, int> batch)
    {
        var found = new List<string?>();
        var records = batch.Records([]);
        for (var index = 0; index < records.Count; index++)
            found.Add(records.DescribeOrigin(index));
        Assert.Equal(expected, found);
        var origins = batch.Stream(default).Origins;
        Assert.Equal(expected, Enumerable.Range(0, batch.Count).Select(index => RecordOrigin.Describe(origins.Span, index)));
    }

    private sealed class Passing(string id, int? failsAt) : TotalOperator<Reading, Reading>(id)
    {
        protected override void OnEvent(Reading value, OperatorContext<Reading> context)
        {
            Count++;
            if (value.Value % failsAt == 0)
                throw new FormatException("failing");
            context.Emit(value);
        }
    }
}
