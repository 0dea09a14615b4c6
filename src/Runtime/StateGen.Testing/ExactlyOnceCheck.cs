using System.Globalization;

namespace StateGen.Testing;

/// <summary>
/// Compares the output of a pipeline that fails with that of one that does not. For each source, it runs the pipeline once for each of up to
/// <see cref="MostFailures"/> events, before which it fails after a checkpoint half-way there.
/// </summary>
internal sealed class ExactlyOnceCheck(Func<PipelineHarness, RunnablePipeline> create, PipelineHarnessOptions? options)
{
    private const int MostFailures = 40;

    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var expected = await RunAsync(failure: null, cancellationToken).ConfigureAwait(false);
        var failures = expected.SourceCounts.SelectMany(FailuresOf).ToArray();
        foreach (var failure in failures)
        {
            var actual = await RunAsync(failure, cancellationToken).ConfigureAwait(false);
            for (var sink = 0; sink < expected.Outputs.Count; sink++)
                Compare(failure, expected.Outputs[sink], actual.Outputs[sink]);
        }

        return failures.Length;
    }

    private static IEnumerable<Failure> FailuresOf(int count, int source)
    {
        var distance = Math.Max(1, (count + MostFailures - 1) / MostFailures);
        for (var index = count; index > 0; index -= distance)
            yield return new(source, index, index / 2);
    }

    private async Task<Run> RunAsync(Failure? failure, CancellationToken cancellationToken)
    {
        var harness = new PipelineHarness(options);
        await using (harness.ConfigureAwait(false))
        {
            var pipeline = create(harness);
            if (harness.Sources.Count == 0 || harness.Sinks.Count == 0)
                throw new InvalidOperationException(
                    $"The pipeline has no source or no sink of the harness. Create both with {nameof(PipelineHarness.CreateSource)} and "
                    + $"{nameof(PipelineHarness.CreateSink)}, so that they can be observed.");
            if (failure is not null)
            {
                harness.Sources[failure.Source].CheckpointAt(failure.Checkpoint);
                harness.Sources[failure.Source].FailAt(failure.Index);
            }

            await harness.RunAsync(pipeline, cancellationToken).ConfigureAwait(false);
            return new([.. harness.Sources.Select(static source => source.Count)], [.. harness.Sinks.Select(static sink => new Output(sink))]);
        }
    }

    private static void Compare(Failure failure, Output expected, Output actual)
    {
        var (missing, extra) = (Without(expected.Records, actual.Records), Without(actual.Records, expected.Records));
        if (missing.Count == 0 && extra.Count == 0)
            return;
        throw new ExactlyOnceException(string.Create(
            CultureInfo.InvariantCulture,
            $"The output differs after a restart. The job failed before event {failure.Index} of source {failure.Source} and resumed from a checkpoint before "
            + $"event {failure.Checkpoint}. Compared with a run without a failure, the {expected.Description} lacks {StateText.Of(missing)} and has "
            + $"{StateText.Of(extra)} too much. Look for data that is kept outside of state, such as in fields, and for output that depends on time, "
            + $"chance or order."));
    }

    private static List<object?> Without(IReadOnlyList<object?> records, IReadOnlyList<object?> others)
    {
        var rest = new List<object?>(records);
        foreach (var other in others)
            rest.Remove(other);
        return rest;
    }

    private sealed record Failure(int Source, int Index, int Checkpoint);

    private sealed record Run(IReadOnlyList<int> SourceCounts, IReadOnlyList<Output> Outputs);

    private sealed class Output(ITestSink sink)
    {
        public string Description => sink.Description;

        public IReadOnlyList<object?> Records { get; } = sink.Records;
    }
}

/// <summary>
/// The exception that is thrown when the output of a pipeline differs after a restart (<see cref="PipelineHarness.VerifyExactlyOnceAsync"/>).
/// </summary>
/// <param name="message">The message.</param>
public sealed class ExactlyOnceException(string message) : StateGenException(message);
