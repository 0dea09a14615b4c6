using StateGen.TestKit.Pipelines;

namespace StateGen.Tests.Pipelines;

/// <summary>A record reaches the sink although no other follows it.</summary>
public sealed class LowRateTests
{
    private static readonly Reading[] Input = Readings.Generate(seed: 12, count: 60);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 1)]
    [InlineData(3, 3)]
    public async Task Each_record_passes_two_operators_before_the_next_is_read(int parallelism, int splits)
    {
        using var arrived = new SemaphoreSlim(0);
        var sink = new ListSink<Reading> { Written = records => arrived.Release(records.Length) };
        var source = new ListSource<Reading>(Input.Split(splits))
        {
            ReadSize = 1,
            // Each split waits for one arrival for each of its events, so that no more events are on the way than there are splits.
            BeforeRead = async (_, next, token) =>
            {
                if (next > 0)
                    await arrived.WaitAsync(token);
            },
        };
        await Pipeline.From(source).KeyBy(reading => reading.Sensor).Process(() => new Passing("first"))
            .KeyBy(reading => $"{reading.Value % 7}").Process(() => new Passing("second")).To(sink)
            .RunAsync(new() { JobId = "job", Parallelism = parallelism }, Token);
        Assert.Equal(Input.Length, sink.Committed.Count);
    }

    private sealed class Passing(string id) : TotalOperator<Reading, Reading>(id)
    {
        protected override void OnEvent(Reading value, OperatorContext<Reading> context)
        {
            Count++;
            context.Emit(value);
        }
    }
}
