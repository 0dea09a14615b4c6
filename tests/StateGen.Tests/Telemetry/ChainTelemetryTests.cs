using StateGen.TestKit;
using StateGen.TestKit.Pipelines;
using StateGen.Tests.Pipelines;

namespace StateGen.Tests.Telemetry;

/// <summary>Operators in one subtask, each with metrics of its own.</summary>
[Collection("Telemetry")]
public sealed class ChainTelemetryTests
{
    private const string JobId = "chain";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_operator_counts_its_records_its_failures_and_its_time()
    {
        using var recorder = new TelemetryRecorder(JobId);
        var time = new VirtualTime();
        var sink = new ListSink<Reading>();
        Reading[] input = [.. Enumerable.Range(1, 60).Select(value => new Reading("a", value, value))];
        await Pipeline.From(new ListSource<Reading>(input)).WithEventTime(reading => reading.Time, TimeSpan.Zero).KeyBy(reading => reading.Sensor)
            .Process(() => new Slow("first", failsAt: 20, () => time.Advance(TimeSpan.FromSeconds(2)))).KeepKey()
            .Process(() => new Slow("second", failsAt: 9, () => time.Advance(TimeSpan.FromSeconds(3)))).To(sink)
            .RunAsync(new() { JobId = JobId, ErrorPolicy = ErrorPolicy.Skip, Time = time, Logger = recorder }, Token);

        Assert.Equal(51, sink.Committed.Count);
        Assert.Equal((60, 57), (Sum("records.in", "first"), Sum("records.in", "second")));
        Assert.Equal((57, 51), (Sum("records.out", "first"), Sum("records.out", "second")));
        Assert.Equal((3, 6), (Sum("records.failed", "first"), Sum("records.failed", "second")));
        Assert.Equal((2 * 60, 3 * 57), (SecondsOf("first", "busy"), SecondsOf("second", "busy")));
        Assert.Equal((3 * 57, 0), (SecondsOf("first", "backpressured"), SecondsOf("second", "backpressured")));
        Assert.Equal(2 * 60, SecondsOf("second", "idle"));

        double Sum(string name, string id) => recorder.Sum($"stategen.{name}", ("stategen.operator.id", id));
        double SecondsOf(string id, string activity) =>
            recorder.Sum("stategen.subtask.time", ("stategen.operator.id", id), ("stategen.subtask.activity", activity));
    }

    private sealed class Slow(string id, int failsAt, Action onEvent) : TotalOperator<Reading, Reading>(id)
    {
        protected override void OnEvent(Reading value, OperatorContext<Reading> context)
        {
            onEvent();
            Count++;
            context.Emit(value);
            if (value.Value % failsAt == 0)
                throw new InvalidDataException("The value is one of those that fail.");
        }
    }
}
