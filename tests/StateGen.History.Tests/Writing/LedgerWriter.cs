using StateGen.Backends;
using StateGen.History.Tests.Jobs;
using StateGen.History.Tests.Ledgers;
using StateGen.TestKit;

namespace StateGen.History.Tests.Writing;

/// <summary>
/// Writes a directory as <see cref="LedgerJob"/> reads it. The job runs until its second checkpoint is complete and stops before the output of that one is
/// committed, with a further part under way: as if it had been killed there.
/// </summary>
internal static class LedgerWriter
{
    public const int Parallelism = 2;

    public static async Task WriteAsync(string directory, Func<IStateBackend> createBackend, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(directory);
        var job = new LedgerJob(directory);
        await File.WriteAllTextAsync(job.Input, string.Concat(LedgerInput.Lines().Select(line => $"{line}\n")), cancellationToken);
        await RunToLastCheckpointAsync(job, createBackend(), cancellationToken);
        using (var copy = new TemporaryDirectory())
            await WriteLinesAsync(job.State, await job.CopyTo(copy.Path).AskAsync(createBackend(), Parallelism, cancellationToken), cancellationToken);
        using (var copy = new TemporaryDirectory())
            await WriteLinesAsync(job.Rest, await FinishAsync(job, job.CopyTo(copy.Path), createBackend(), cancellationToken), cancellationToken);
    }

    private static async Task RunToLastCheckpointAsync(LedgerJob job, IStateBackend backend, CancellationToken cancellationToken)
    {
        var time = new VirtualTime();
        var phases = new Phases();
        var options = job.Options(backend, Parallelism, time) with { CheckpointInterval = LedgerTimes.PhaseLength };
        var sink = new StoppingSink(job.Sink(), phases);
        var running = LedgerJob.RunAsync(new PhasedSource(job.Source(), phases), sink, options, cancellationToken);
        for (var phase = 1; phase <= LedgerJob.LastCheckpoint; phase++)
        {
            await Task.WhenAny(sink.WaitForAsync(LedgerModel.CountOutput(job.ReadInput(), phase), cancellationToken), running);
            if (running.IsFaulted)
                await running;
            await time.WaitForTimerAsync(LedgerTimes.PhaseLength, cancellationToken);
            time.Advance(LedgerTimes.PhaseLength);
        }

        await Assert.ThrowsAsync<StoppedException>(() => running);
    }

    private static async Task<IReadOnlyList<string>> FinishAsync(LedgerJob job, LedgerJob copy, IStateBackend backend, CancellationToken cancellationToken)
    {
        await copy.FinishAsync(backend, Parallelism, cancellationToken);
        var rest = copy.ReadOutput().ToList();
        foreach (var line in job.ReadOutput())
            Assert.True(rest.Remove(line), $"The line '{line}' is lost.");
        return rest;
    }

    private static Task WriteLinesAsync(string path, IReadOnlyList<string> lines, CancellationToken cancellationToken) =>
        File.WriteAllTextAsync(path, string.Concat(lines.Select(line => $"{line}\n")), cancellationToken);
}
