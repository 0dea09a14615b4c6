using StateGen.Engine.Errors;
using StateGen.Engine.Exchange;
using StateGen.Engine.Graph;
using StateGen.Engine.Jobs;

namespace StateGen.Engine.Operators;

/// <summary>The broadcast input of a keyed operator. Its senders are channels of the same gates as those of the other input.</summary>
internal sealed class BroadcastConsumer<TKey, TIn, TBroadcast, TOut> : Consumer<TBroadcast>
    where TKey : notnull
{
    private readonly ExchangedStage<TKey, TIn, TOut> _stage;

    public BroadcastConsumer(ExchangedStage<TKey, TIn, TOut> stage)
    {
        _stage = stage;
        stage.HasBroadcastInput = true;
    }

    public override void AddSenders(int count) => _stage.AddSenders(count);

    public override Task<StageOutput<TBroadcast>[]> OpenAsync(JobAttempt attempt, FailedRecords[] senders, CancellationToken cancellationToken) =>
        Task.FromResult(Array.ConvertAll<FailedRecords, StageOutput<TBroadcast>>(
            senders, _ => new BroadcastExchange<TKey, TIn, TBroadcast>(_stage.TakeChannels(), attempt.BatchSize, attempt.Telemetry.Time)));

    public override void Explain(GraphText text) => _stage.Explain(text, "broadcast");
}
