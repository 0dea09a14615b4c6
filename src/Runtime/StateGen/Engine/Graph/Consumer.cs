using System.Runtime.CompilerServices;
using StateGen.Checkpointing.Coordination;
using StateGen.Engine.Errors;
using StateGen.Engine.Exchange;
using StateGen.Engine.Jobs;

namespace StateGen.Engine.Graph;

/// <summary>Receives the records of one or more stages: an operator's input, a sink, or a function with what follows it.</summary>
internal abstract class Consumer<T>
{
    /// <summary>Announces subtasks that will send records. Called for every stage before anything is opened.</summary>
    public abstract void AddSenders(int count);

    /// <summary>Opens the outputs of the next subtasks that were announced. The attempt owns what must be closed.</summary>
    /// <param name="attempt">The attempt.</param>
    /// <param name="senders">The failed records of each subtask that sends to the outputs, and in which they run.</param>
    /// <param name="cancellationToken">Cancels the opening.</param>
    public abstract Task<StageOutput<T>[]> OpenAsync(JobAttempt attempt, FailedRecords[] senders, CancellationToken cancellationToken);

    /// <summary>Describes the consumer and what follows it.</summary>
    public abstract void Explain(GraphText text);
}

/// <summary>The output of a stage, which several consumers may receive. It is a consumer itself, so that several stages can have one output together.</summary>
internal sealed class GraphOutput<T> : Consumer<T>
{
    private readonly List<Consumer<T>> _consumers = [];

    /// <summary>Gets the origin of the records, which functions are named after.</summary>
    public StreamOrigin Origin { get; init; } = new(static () => "a union");

    public void Add(Consumer<T> consumer) => _consumers.Add(consumer);

    public override void AddSenders(int count) => _consumers.ForEach(consumer => consumer.AddSenders(count));

    public override async Task<StageOutput<T>[]> OpenAsync(JobAttempt attempt, FailedRecords[] senders, CancellationToken cancellationToken)
    {
        var opened = new List<StageOutput<T>[]>();
        foreach (var consumer in _consumers)
            opened.Add(await consumer.OpenAsync(attempt, senders, cancellationToken).ConfigureAwait(false));
        return opened.Count == 1 ? opened[0] : [.. senders.Select((_, sender) => new FanOut<T>([.. opened.Select(outputs => outputs[sender])]))];
    }

    public override void Explain(GraphText text) => _consumers.ForEach(consumer => consumer.Explain(text));
}

/// <summary>The output of a subtask that several consumers receive, or none. They are as fast as the slowest of them.</summary>
internal sealed class FanOut<T>(StageOutput<T>[] outputs) : StageOutput<T>
{
    public override int PreferredCount
    {
        get
        {
            var count = int.MaxValue;
            foreach (var output in outputs)
                count = Math.Min(count, output.PreferredCount);
            return count;
        }
    }

    public override bool HasChained => Array.Exists(outputs, static output => output.HasChained);

    public override bool IsFiring => Array.Exists(outputs, static output => output.IsFiring);

    public override long NextProcessingTime
    {
        get
        {
            var next = long.MaxValue;
            foreach (var output in outputs)
                next = Math.Min(next, output.NextProcessingTime);
            return next;
        }
    }

    public override void BeginProcessingTimers(bool isLast)
    {
        foreach (var output in outputs)
            output.BeginProcessingTimers(isLast);
    }

    public override bool CanExpire => Array.Exists(outputs, static output => output.CanExpire);

    public override bool RemoveExpired()
    {
        var isBehind = false;
        foreach (var output in outputs)
            isBehind |= output.RemoveExpired();
        return isBehind;
    }

    public override async ValueTask BeginAsync(CancellationToken cancellationToken)
    {
        foreach (var output in outputs)
            await output.BeginAsync(cancellationToken).ConfigureAwait(false);
    }

    public override async ValueTask FireSliceAsync(CancellationToken cancellationToken)
    {
        if (Array.Find(outputs, static output => output.IsFiring) is { } firing)
            await firing.FireSliceAsync(cancellationToken).ConfigureAwait(false);
        // What the other outputs hold may be overdue meanwhile.
        await SendOverdueAsync(cancellationToken).ConfigureAwait(false);
    }

    public override async ValueTask SendOverdueAsync(CancellationToken cancellationToken)
    {
        foreach (var output in outputs)
            await output.SendOverdueAsync(cancellationToken).ConfigureAwait(false);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    public override async ValueTask WriteAsync(StreamRecords<T> records, CancellationToken cancellationToken)
    {
        foreach (var output in outputs)
        {
            output.IsIdle = IsIdle;
            await output.WriteAsync(records, cancellationToken).ConfigureAwait(false);
        }
    }

    public override int Patience
    {
        get
        {
            var patience = 0;
            foreach (var output in outputs)
                patience = Math.Max(patience, output.Patience);
            return patience;
        }
    }

    public override async ValueTask SendHeldAsync(CancellationToken cancellationToken)
    {
        foreach (var output in outputs)
            await output.SendHeldAsync(cancellationToken).ConfigureAwait(false);
    }

    public override async ValueTask CompleteAsync(CancellationToken cancellationToken)
    {
        foreach (var output in outputs)
            await output.CompleteAsync(cancellationToken).ConfigureAwait(false);
    }

    public override async ValueTask PassBarrierAsync(CheckpointBarrier barrier, CancellationToken cancellationToken)
    {
        foreach (var output in outputs)
            await output.PassBarrierAsync(barrier, cancellationToken).ConfigureAwait(false);
    }

    // The attempt owns what must be closed.
    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
