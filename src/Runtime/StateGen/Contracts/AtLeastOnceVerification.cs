using StateGen.Checkpoints;

namespace StateGen.Contracts;

/// <summary>Verifies the rules of <see cref="SinkRules"/> for a sink that hands on records at once.</summary>
internal sealed class AtLeastOnceVerification<T>(VerifiedOutput<T> output)
{
    public async Task RunAsync()
    {
        if (string.IsNullOrWhiteSpace(output.Create().Description))
            throw output.Violation(SinkRules.Description, "the sink has no description.");
        var (job, first, second) = (output.NewJob(), output.NewRecords(), output.NewRecords());
        await WriteAsync(job, attempt: 1, checkpointId: 1, first).ConfigureAwait(false);
        // As after a failure: the records of the second checkpoint are written twice.
        await WriteAsync(job, attempt: 2, checkpointId: 2, second).ConfigureAwait(false);
        await WriteAsync(job, attempt: 3, checkpointId: 2, second).ConfigureAwait(false);
        await RequireHandedOnAsync([.. first, .. second]).ConfigureAwait(false);
        await output.RequireRefusedAsync<StateGenException>(SinkRules.UnknownPart, "a part that the sink did not prepare", CommitUnknownAsync)
            .ConfigureAwait(false);
    }

    private async Task WriteAsync(SinkContext job, int attempt, long checkpointId, T[] records)
    {
        var session = await output.OpenAsync(job, checkpointId - 1).ConfigureAwait(false);
        await using (session.ConfigureAwait(false))
        {
            var writer = await session.OpenWriterAsync(attempt, 0, output.Cancellation).ConfigureAwait(false);
            await using (writer.ConfigureAwait(false))
            {
                if (await output.PrepareAsync(writer, checkpointId, records).ConfigureAwait(false) is { Count: > 0 } parts)
                    throw output.Violation(SinkRules.HandedOn, $"a checkpoint has {parts.Count} parts.");
                await RequireHandedOnAsync(records).ConfigureAwait(false);
            }
        }
    }

    private async Task RequireHandedOnAsync(T[] records)
    {
        var counts = await output.CountVisibleAsync(records).ConfigureAwait(false);
        if (counts.Contains(0))
            throw output.Violation(SinkRules.HandedOn, $"record '{records[counts.ToList().IndexOf(0)]}' is not visible when its checkpoint is prepared.");
    }

    private async Task CommitUnknownAsync()
    {
        var job = output.NewJob();
        await output.RestoreAsync(job, 1, [new Committable(job.JobId, 1, 0, 1, ManifestFields.Empty)]).ConfigureAwait(false);
    }
}
