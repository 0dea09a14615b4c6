using FsCheck.Fluent;
using StateGen.TestKit.Pipelines;
using StateGen.Tests.Generation;

namespace StateGen.Tests.Pipelines;

/// <summary>Watermarks stand between records: nothing that an operator can see depends on where reads and batches end.</summary>
public sealed class BatchIndependenceTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void What_operators_see_is_independent_of_the_sizes_of_batches() => Arbitraries.Check(
        from seed in Gen.Choose(0, 1_000_000)
        from count in Gen.Choose(0, 300)
        from batchSize in Gen.Choose(1, 90)
        from readSize in Gen.Choose(1, 90)
        from parallelism in Gen.Elements(1, 2, 3, 20)
        select (seed, count, batchSize, readSize, parallelism),
        input => Task.Run(() => IsSameAsync(input.seed, input.count, input.batchSize, input.readSize, input.parallelism)).GetAwaiter().GetResult(),
        tests: 100);

    [Fact]
    public void What_a_second_operator_sees_is_independent_of_the_sizes_of_batches() => Arbitraries.Check(
        from seed in Gen.Choose(0, 1_000_000)
        from count in Gen.Choose(0, 300)
        from batchSize in Gen.Choose(1, 90)
        from readSize in Gen.Choose(1, 90)
        select (seed, count, batchSize, readSize),
        input => Task.Run(() => IsSameForTwoAsync(input.seed, input.count, input.batchSize, input.readSize)).GetAwaiter().GetResult(),
        tests: 100);

    private static async Task<bool> IsSameAsync(int seed, int count, int batchSize, int readSize, int parallelism)
    {
        var input = OutOfOrder(seed, count);
        var expected = await RunAsync(Witnessed(input, 1_000), 1_000, 1);
        var actual = await RunAsync(Witnessed(input, readSize), batchSize, parallelism);
        return expected.Count >= count && ByKey(expected).SequenceEqual(ByKey(actual));
    }

    private static async Task<bool> IsSameForTwoAsync(int seed, int count, int batchSize, int readSize)
    {
        var input = OutOfOrder(seed, count);
        var expected = await RunAsync(WitnessedAgain(Witnessed(input, 1_000)), 1_000, 1);
        var actual = await RunAsync(WitnessedAgain(Witnessed(input, readSize)), batchSize, 1);
        return expected.Count >= count && expected.SequenceEqual(actual);
    }

    private static EventStream<Reading> Witnessed(Reading[] input, int readSize) =>
        Pipeline.From(new ListSource<Reading>(input) { ReadSize = readSize }).WithEventTime(reading => reading.Time, TimeSpan.FromMilliseconds(50))
            .KeyBy(reading => reading.Sensor).Process(() => new Witness());

    private static EventStream<Reading> WitnessedAgain(EventStream<Reading> input) =>
        input.KeyBy(reading => $"{reading.Value % 3}").Process(() => new Witness(), id: "witness-2");

    private static async Task<IReadOnlyList<Reading>> RunAsync(EventStream<Reading> stream, int batchSize, int parallelism)
    {
        var sink = new ListSink<Reading>();
        await stream.To(sink).RunAsync(new() { JobId = "job", BatchSize = batchSize, Parallelism = parallelism }, Token);
        return sink.Committed;
    }

    private static IEnumerable<Reading> ByKey(IEnumerable<Reading> output) => output.OrderBy(reading => reading.Sensor, StringComparer.Ordinal);

    private static Reading[] OutOfOrder(int seed, int count)
    {
        var random = new Random(seed);
        return [.. Readings.Generate(seed, count, sensors: 5).Select(reading => reading with { Milliseconds = reading.Milliseconds - random.Next(80) })];
    }
}
