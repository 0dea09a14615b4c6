using Microsoft.Extensions.Logging;
using StateGen.Checkpointing.Coordination;
using StateGen.Engine.Exchange;
using StateGen.Engine.Telemetry;

namespace StateGen.Engine.Errors;

/// <summary>
/// The records and timers that failed in one subtask and that the error policy dropped, in any stage that runs there: the source, an operator, a
/// function, the exchange or the sink. They are reported together, so that a batch of failing records gives one message for each stage. The dead-letter sink
/// of the pipeline has a writer for the subtask, which prepares at the subtask's barriers, so that dead letters are exactly-once. Used by one thread at a time.
/// </summary>
/// <param name="policy">The error policy.</param>
/// <param name="logger">The logger.</param>
/// <param name="subtask">The index of the subtask.</param>
/// <param name="output">The output for dead letters; null if the pipeline has no dead-letter sink.</param>
internal sealed class FailedRecords(ErrorPolicy policy, ILogger logger, int subtask, StageOutput<DeadLetter>? output)
{
    private readonly Dictionary<string, (DeadLetter First, int Count)> _byStage = new(StringComparer.Ordinal);
    private readonly List<DeadLetter> _letters = [];

    /// <summary>Gets a value indicating whether the policy lets a stage go on after a record that fails.</summary>
    public bool IsTolerant => !policy.Fails;

    /// <summary>Drops a record or timer that failed, if the policy covers its exception.</summary>
    /// <returns>true if it is dropped; false if the caller must throw.</returns>
    public bool TryDrop(DeadLetter letter) => TryDrop(letter, isReported: true);

    /// <summary>
    /// Drops a broadcast event that failed, if the policy covers its exception. Every subtask processes the event: each logs and counts its failure, and the
    /// first one makes it a dead letter.
    /// </summary>
    /// <returns>true if it is dropped; false if the caller must throw.</returns>
    public bool TryDropBroadcast(DeadLetter letter) => TryDrop(letter, isReported: subtask == 0);

    private bool TryDrop(DeadLetter letter, bool isReported)
    {
        if (policy.Fails || !ErrorPolicy.Covers(letter.Exception))
            return false;
        if (isReported)
        {
            policy.Receive(letter);
            if (output is not null)
                _letters.Add(letter);
        }

        _byStage[letter.Stage] = _byStage.TryGetValue(letter.Stage, out var known) ? (known.First, known.Count + 1) : (letter, 1);
        return true;
    }

    /// <summary>Drops an event for which a function of the pipeline threw.</summary>
    /// <param name="stage">The stage in dead letters.</param>
    /// <param name="function">The function in messages.</param>
    /// <param name="value">The event.</param>
    /// <param name="position">The origin of the event; null when unknown.</param>
    /// <param name="exception">The exception.</param>
    /// <exception cref="FunctionException">The error policy does not allow it.</exception>
    public void Drop(string stage, string function, object? value, string? position, Exception exception)
    {
        if (!TryDrop(new(stage, Key: null, value, Timer: null, position, exception)))
            throw new FunctionException(function, position, exception);
    }

    /// <summary>Logs the failures since the last report, each stage's with its first exception.</summary>
    /// <returns>The number of failures.</returns>
    public int Report()
    {
        if (_byStage.Count == 0)
            return 0;
        var total = 0;
        foreach (var (stage, (first, count)) in _byStage)
        {
            var position = first.Timer is null ? first.Position ?? "an unknown position" : "a timer";
            logger.RecordsFailed(first.Exception, stage, subtask, count, policy.Name, position);
            total += count;
        }

        _byStage.Clear();
        return total;
    }

    /// <summary>Logs and counts the failures since the last report, and writes them to the dead-letter sink.</summary>
    public ValueTask HandOnAsync(SubtaskTelemetry telemetry, CancellationToken cancellationToken)
    {
        ReportTo(telemetry);
        return _letters.Count == 0 ? ValueTask.CompletedTask : WriteAsync(cancellationToken);
    }

    /// <summary>Logs and counts the failures since the last report.</summary>
    public void ReportTo(SubtaskTelemetry telemetry)
    {
        if (Report() is > 0 and var failed)
            telemetry.CountFailed(failed, policy.Name);
    }

    /// <summary>Prepares the dead letters. Called after every output of the subtask has passed the barrier.</summary>
    public async ValueTask PassBarrierAsync(CheckpointBarrier barrier, CancellationToken cancellationToken)
    {
        if (output is null)
            return;
        await WriteAsync(cancellationToken).ConfigureAwait(false);
        await output.PassBarrierAsync(barrier, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask WriteAsync(CancellationToken cancellationToken)
    {
        await output!.WriteAsync(new() { Events = _letters.ToArray() }, cancellationToken).ConfigureAwait(false);
        _letters.Clear();
    }
}
