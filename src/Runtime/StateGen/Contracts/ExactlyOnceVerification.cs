using StateGen.Checkpoints;

namespace StateGen.Contracts;

/// <summary>Verifies the rules of <see cref="SinkRules"/> for a sink with two-phase commit, each with a job and records of its own.</summary>
internal sealed class ExactlyOnceVerification<T>(VerifiedOutput<T> output)
{
    public async Task RunAsync()
    {
        if (string.IsNullOrWhiteSpace(output.Create().Description))
            throw output.Violation(SinkRules.Description, "the sink has no description.");
        await VerifyCommitAsync().ConfigureAwait(false);
        await VerifyEmptyCheckpointAsync().ConfigureAwait(false);
        await VerifyIndependentPartsAsync().ConfigureAwait(false);
        await VerifyRestoreAsync().ConfigureAwait(false);
        await VerifyLaterOutputAsync().ConfigureAwait(false);
        await VerifyOtherJobAsync().ConfigureAwait(false);
        await VerifyOtherPlaceAsync().ConfigureAwait(false);
        await VerifyOneRunAsync().ConfigureAwait(false);
        await output.RequireRefusedAsync<StateGenException>(SinkRules.UnknownPart, "a part that the sink did not prepare", CommitUnknownAsync)
            .ConfigureAwait(false);
    }

    private async Task VerifyCommitAsync()
    {
        var (job, records) = (output.NewJob(), output.NewRecords());
        var session = await output.OpenAsync(job).ConfigureAwait(false);
        IReadOnlyList<Committable> parts;
        await using (session.ConfigureAwait(false))
        {
            var writer = await session.OpenWriterAsync(1, 0, output.Cancellation).ConfigureAwait(false);
            await using (writer.ConfigureAwait(false))
            {
                await writer.WriteAsync(records, output.Cancellation).ConfigureAwait(false);
                await output.RequireVisibleAsync(SinkRules.Commit, "before the barrier", records, times: 0).ConfigureAwait(false);
                parts = await writer.PrepareAsync(1, output.Cancellation).ConfigureAwait(false);
            }

            RequireIdentity(parts, new(job.JobId, 1, 0, 1, ManifestFields.Empty));
            await output.RequireVisibleAsync(SinkRules.Commit, "before the commit", records, times: 0).ConfigureAwait(false);
            await session.CommitAsync(parts, output.Cancellation).ConfigureAwait(false);
            await output.RequireVisibleAsync(SinkRules.Commit, "after the commit", records).ConfigureAwait(false);
            await session.CommitAsync(parts, output.Cancellation).ConfigureAwait(false);
            await output.RequireVisibleAsync(SinkRules.RepeatedCommit, "after a second commit", records).ConfigureAwait(false);
        }

        await output.RestoreAsync(job, 1, parts).ConfigureAwait(false);
        await output.RequireVisibleAsync(SinkRules.RepeatedCommit, "after a restore of what was committed", records).ConfigureAwait(false);
    }

    private void RequireIdentity(IReadOnlyList<Committable> parts, Committable expected)
    {
        if (parts.Count == 0 || parts.Any(part => part with { Fields = expected.Fields } != expected))
            throw output.Violation(SinkRules.PartIdentity, $"records of {expected} were prepared as [{string.Join(", ", parts)}].");
    }

    private async Task VerifyEmptyCheckpointAsync()
    {
        var session = await output.OpenAsync(output.NewJob()).ConfigureAwait(false);
        await using (session.ConfigureAwait(false))
        {
            var writer = await session.OpenWriterAsync(1, 0, output.Cancellation).ConfigureAwait(false);
            await using (writer.ConfigureAwait(false))
            {
                await writer.WriteAsync(ReadOnlyMemory<T>.Empty, output.Cancellation).ConfigureAwait(false);
                if (await writer.PrepareAsync(1, output.Cancellation).ConfigureAwait(false) is { Count: > 0 } parts)
                    throw output.Violation(SinkRules.EmptyCheckpoint, $"a checkpoint without records has {parts.Count} parts.");
            }
        }
    }

    private async Task VerifyIndependentPartsAsync()
    {
        var session = await output.OpenAsync(output.NewJob()).ConfigureAwait(false);
        await using (session.ConfigureAwait(false))
        {
            var first = await session.OpenWriterAsync(1, 0, output.Cancellation).ConfigureAwait(false);
            var second = await session.OpenWriterAsync(1, 1, output.Cancellation).ConfigureAwait(false);
            await using (first.ConfigureAwait(false))
            await using (second.ConfigureAwait(false))
                await VerifyIndependentPartsAsync(session, first, second).ConfigureAwait(false);
        }
    }

    private async Task VerifyIndependentPartsAsync(SinkSession<T> session, SinkWriter<T> first, SinkWriter<T> second)
    {
        var (a1, b1, a2, b2) = (output.NewRecords(), output.NewRecords(), output.NewRecords(), output.NewRecords());
        IReadOnlyList<Committable> one =
            [.. await output.PrepareAsync(first, 1, a1).ConfigureAwait(false), .. await output.PrepareAsync(second, 1, b1).ConfigureAwait(false)];
        IReadOnlyList<Committable> two =
            [.. await output.PrepareAsync(first, 2, a2).ConfigureAwait(false), .. await output.PrepareAsync(second, 2, b2).ConfigureAwait(false)];
        await session.CommitAsync(one, output.Cancellation).ConfigureAwait(false);
        await output.RequireVisibleAsync(SinkRules.IndependentParts, "after checkpoint 1 of 2", [.. a1, .. b1]).ConfigureAwait(false);
        await output.RequireVisibleAsync(SinkRules.IndependentParts, "after checkpoint 1 of 2", [.. a2, .. b2], times: 0).ConfigureAwait(false);
        await session.CommitAsync(two, output.Cancellation).ConfigureAwait(false);
        await output.RequireVisibleAsync(SinkRules.IndependentParts, "after checkpoint 2 of 2", [.. a1, .. b1, .. a2, .. b2]).ConfigureAwait(false);
    }

    // Checkpoint 1 is complete, checkpoint 2 is not, and more was written when the run crashes.
    private async Task VerifyRestoreAsync()
    {
        var job = output.NewJob();
        var (kept, prepared, written) = (output.NewRecords(), output.NewRecords(), output.NewRecords());
        IReadOnlyList<Committable> parts;
        var session = await output.OpenAsync(job).ConfigureAwait(false);
        await using (session.ConfigureAwait(false))
        {
            var writer = await session.OpenWriterAsync(1, 0, output.Cancellation).ConfigureAwait(false);
            await using (writer.ConfigureAwait(false))
            {
                parts = await output.PrepareAsync(writer, 1, kept).ConfigureAwait(false);
                await output.PrepareAsync(writer, 2, prepared).ConfigureAwait(false);
                await writer.WriteAsync(written, output.Cancellation).ConfigureAwait(false);
            }
        }

        session = await output.OpenAsync(job, 1, parts).ConfigureAwait(false);
        await using (session.ConfigureAwait(false))
            await VerifyRestoredAsync(session, kept, prepared, written).ConfigureAwait(false);
    }

    private async Task VerifyRestoredAsync(SinkSession<T> session, T[] kept, T[] prepared, T[] written)
    {
        await output.RequireVisibleAsync(SinkRules.RestoreCommits, "after the restore", kept).ConfigureAwait(false);
        await output.RequireVisibleAsync(SinkRules.RestoreRemoves, "after the restore", [.. prepared, .. written], times: 0).ConfigureAwait(false);
        var writer = await session.OpenWriterAsync(2, 0, output.Cancellation).ConfigureAwait(false);
        await using (writer.ConfigureAwait(false))
        {
            var parts = await output.PrepareAsync(writer, 2, prepared).ConfigureAwait(false);
            await session.CommitAsync(parts, output.Cancellation).ConfigureAwait(false);
        }

        await output.RequireVisibleAsync(SinkRules.RestoreRemoves, "after the second attempt", [.. kept, .. prepared]).ConfigureAwait(false);
        await output.RequireVisibleAsync(SinkRules.RestoreRemoves, "after the second attempt", written, times: 0).ConfigureAwait(false);
    }

    private async Task VerifyLaterOutputAsync()
    {
        var (job, records) = (output.NewJob(), output.NewRecords());
        var parts = await output.PrepareAsync(job, 2, records).ConfigureAwait(false);
        await output.RestoreAsync(job, 2, parts).ConfigureAwait(false);
        await output.RequireVisibleAsync(SinkRules.RestoreCommits, "after the restore of checkpoint 2", records).ConfigureAwait(false);
        try
        {
            await output.RestoreAsync(job, 1).ConfigureAwait(false);
        }
        catch (StateGenException)
        {
            // The rule allows the refusal.
            return;
        }

        await output.RequireVisibleAsync(SinkRules.LaterOutput, "after a restore of checkpoint 1, before it", records, times: 0).ConfigureAwait(false);
    }

    private async Task VerifyOtherJobAsync()
    {
        var (job, records) = (output.NewJob(), output.NewRecords());
        var parts = await output.PrepareAsync(job, 1, records).ConfigureAwait(false);
        await output.RestoreAsync(output.NewJob()).ConfigureAwait(false);
        await RequireCommittedAsync(SinkRules.OtherJob, "another job", job, parts, records).ConfigureAwait(false);
    }

    private async Task VerifyOtherPlaceAsync()
    {
        var (job, records) = (output.NewJob(), output.NewRecords());
        var parts = await output.PrepareAsync(job, 1, records).ConfigureAwait(false);
        var elsewhere = job with { StateLocation = "other-checkpoints" };
        await output.RestoreAsync(elsewhere).ConfigureAwait(false);
        await RequireCommittedAsync(SinkRules.OtherPlace, "a run with checkpoints in another place", job, parts, records).ConfigureAwait(false);
    }

    private async Task RequireCommittedAsync(string rule, string after, SinkContext job, IReadOnlyList<Committable> parts, T[] records)
    {
        try
        {
            await output.RestoreAsync(job, 1, parts).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // Any exception is a violation, which the new one describes.
            throw output.Violation(rule, $"prepared parts cannot be committed after the start of {after}.", exception);
        }

        await output.RequireVisibleAsync(rule, $"after the start of {after}", records).ConfigureAwait(false);
    }

    private async Task VerifyOneRunAsync()
    {
        var job = output.NewJob();
        var session = await output.OpenAsync(job).ConfigureAwait(false);
        await using (session.ConfigureAwait(false))
        {
            await output.RequireRefusedAsync<SinkInUseException>(SinkRules.OneRun, "a second run of a job", () => output.RestoreAsync(job))
                .ConfigureAwait(false);
        }

        await output.RestoreAsync(job).ConfigureAwait(false);
    }

    private async Task CommitUnknownAsync()
    {
        var job = output.NewJob();
        var fields = ManifestFields.Empty.With("contract", "another sink");
        await output.RestoreAsync(job, 1, [new(job.JobId, 1, 0, 1, fields)]).ConfigureAwait(false);
    }
}
