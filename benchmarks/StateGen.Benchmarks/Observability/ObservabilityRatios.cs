using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace StateGen.Benchmarks.Observability;

/// <summary>
/// Measures the cost of listening to the metrics and traces of a pipeline: interleaved runs, medians of processor time. The first variant runs twice in
/// each round. The second of these shows how far two runs of the same code differ.
/// </summary>
internal static class ObservabilityRatios
{
    private const int Rounds = 31;
    private const int WarmUpRounds = 6;

    public static void Print(TextWriter output)
    {
        var pipeline = new CountingPipeline();
        (string Name, Func<IDisposable?> Listen)[] variants =
        [
            ("no listener", () => null), ("no listener, again", () => null), ("all listeners", () => new Listeners()),
        ];
        var rounds = Array.ConvertAll(variants, _ => new List<double>());
        for (var round = 0; round < WarmUpRounds + Rounds; round++)
        {
            for (var turn = 0; turn < variants.Length; turn++)
            {
                var variant = (turn + round) % variants.Length;
                var elapsed = Measure(pipeline, variants[variant].Listen);
                if (round >= WarmUpRounds)
                    rounds[variant].Add(elapsed);
            }
        }

        output.WriteLine($"metrics and traces of a pipeline, {CountingPipeline.RecordCount:N0} records in batches of 1,024, {Rounds} rounds");
        output.WriteLine($"{"variant",-26}{"ns/record",10}{"ratio",10}");
        for (var variant = 0; variant < variants.Length; variant++)
        {
            var ratio = Median(rounds[variant].Zip(rounds[0], static (own, first) => own / first));
            output.WriteLine($"{variants[variant].Name,-26}{Median(rounds[variant]),10:F1}{ratio,10:F4}");
        }

        PrintShare(output, Median(rounds[0]));
        output.WriteLine();
    }

    /// <summary>
    /// Prints the cost of what the two subtasks of the pipeline record for one batch, and its share of the batch. Runs of a whole pipeline differ by more than
    /// that.
    /// </summary>
    private static void PrintShare(TextWriter output, double nanosecondsPerRecord)
    {
        output.WriteLine($"{"recording of one batch",-26}{"ns",10}{"share",10}");
        foreach (var (name, listen) in new (string, Func<IDisposable?>)[] { ("no listener", () => null), ("all listeners", () => new Listeners()) })
        {
            using var listeners = listen();
            using var recording = new BatchRecording();
            double[] rounds = [.. Enumerable.Range(0, WarmUpRounds + Rounds).Select(_ => recording.Measure()).Skip(WarmUpRounds)];
            var nanoseconds = Median(rounds);
            output.WriteLine($"{name,-26}{nanoseconds,10:F1}{nanoseconds / (nanosecondsPerRecord * BatchRecording.Records),10:P3}");
        }
    }

    private static double Measure(CountingPipeline pipeline, Func<IDisposable?> listen)
    {
        using var listeners = listen();
        var start = Environment.CpuUsage.TotalTime;
        pipeline.Run();
        return (Environment.CpuUsage.TotalTime - start).TotalNanoseconds / CountingPipeline.RecordCount;
    }

    private static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted[sorted.Length / 2];
    }

    /// <summary>Receives everything and keeps sums, as an exporter does.</summary>
    private sealed class Listeners : IDisposable
    {
        private readonly MeterListener _meters = new();
        private readonly ActivityListener _activities = new()
        {
            ShouldListenTo = static source => source.Name == StateGenTelemetry.ActivitySourceName,
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
        };

        private readonly Dictionary<Instrument, double> _sums = [];
        private readonly Lock _gate = new();

        public Listeners()
        {
            _meters.InstrumentPublished = static (instrument, listener) =>
            {
                if (instrument.Meter.Name == StateGenTelemetry.MeterName)
                    listener.EnableMeasurementEvents(instrument);
            };
            _meters.SetMeasurementEventCallback<long>((instrument, value, _, _) => Add(instrument, value));
            _meters.SetMeasurementEventCallback<double>((instrument, value, _, _) => Add(instrument, value));
            _meters.Start();
            ActivitySource.AddActivityListener(_activities);
        }

        public void Dispose()
        {
            _meters.Dispose();
            _activities.Dispose();
        }

        private void Add(Instrument instrument, double value)
        {
            lock (_gate)
                _sums[instrument] = _sums.GetValueOrDefault(instrument) + value;
        }
    }
}
