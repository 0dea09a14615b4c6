using System.Diagnostics;
using System.Runtime.CompilerServices;
using StateGen.Checkpointing.Coordination;
using StateGen.Engine.Exchange;
using StateGen.Engine.Jobs;
using StateGen.Engine.Telemetry;

namespace StateGen.Engine.Operators;

/// <summary>
/// An operator that runs in the subtask of the one before it, as the output of that one. It processes what is written in the same call, with the watermarks at
/// the same positions, except for timers: those that are due after the last record fire in slices, between which the subtask passes barriers. Records that are
/// written meanwhile wait until all have fired, and so does a barrier behind them. The snapshots of all operators in the subtask are begun in one call, between
/// two records, so they are of the same cut.
/// </summary>
internal sealed class ChainedOperator<TKey, TIn, TOut>(OperatorDriver<TKey, TIn, TOut> driver) : StageOutput<TIn>
    where TKey : notnull
{
    /// <summary>Gets or sets the keys of the records that are written.</summary>
    public ChainedKeys<TKey>? Keys { get; set; }

    public override int PreferredCount => int.MaxValue;

    public override bool HasChained => true;

    public override bool IsFiring => driver.IsFiring;

    public override long NextProcessingTime => driver.NextProcessingTime;

    public override int Patience => driver.Patience;

    public override bool CanExpire => driver.CanExpire;

    public override bool RemoveExpired() => driver.RemoveExpired();

    public override async ValueTask BeginAsync(CancellationToken cancellationToken)
    {
        await driver.BeginAsync(cancellationToken).ConfigureAwait(false);
        EndTurn();
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    public override async ValueTask WriteAsync(StreamRecords<TIn> records, CancellationToken cancellationToken)
    {
        driver.Telemetry.Enter(SubtaskActivity.Busy);
        if (!records.Events.IsEmpty || !records.Watermarks.IsEmpty)
            await ProcessAsync(records, cancellationToken).ConfigureAwait(false);
        await driver.CompleteBatchAsync(cancellationToken).ConfigureAwait(false);
        EndTurn();
    }

    public override void BeginProcessingTimers(bool isLast) => driver.BeginProcessingTimers(isLast);

    public override async ValueTask FireSliceAsync(CancellationToken cancellationToken)
    {
        driver.Telemetry.Enter(SubtaskActivity.Busy);
        await driver.FireSliceAsync(cancellationToken).ConfigureAwait(false);
        EndTurn();
    }

    public override async ValueTask SendOverdueAsync(CancellationToken cancellationToken)
    {
        await driver.SendOverdueAsync(cancellationToken).ConfigureAwait(false);
        EndTurn();
    }

    public override async ValueTask SendHeldAsync(CancellationToken cancellationToken)
    {
        await driver.SendHeldAsync(cancellationToken).ConfigureAwait(false);
        EndTurn();
    }

    public override ValueTask CompleteAsync(CancellationToken cancellationToken)
    {
        // The end of the operator before this one begins when no timer of either is due, and emits no watermark.
        Debug.Assert(!driver.HoldsRecords, "Timers that were due before the end must not see that those that callbacks register are kept.");
        driver.BeginEnd();
        return ValueTask.CompletedTask;
    }

    public override async ValueTask PassBarrierAsync(CheckpointBarrier barrier, CancellationToken cancellationToken)
    {
        await driver.PassBarrierAsync(barrier, cancellationToken).ConfigureAwait(false);
        EndTurn();
    }

    // The attempt owns the driver.
    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private async ValueTask ProcessAsync(StreamRecords<TIn> records, CancellationToken cancellationToken)
    {
        driver.Telemetry.CountIn(records.Events.Length);
        await FireHoldingAsync(cancellationToken).ConfigureAwait(false);
        Keys!.Read(records.Events.Length);
        await driver.ProcessAsync(new EmittedRecords(records, Keys), cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask FireHoldingAsync(CancellationToken cancellationToken)
    {
        while (driver.HoldsRecords)
        {
            await driver.FireSliceAsync(cancellationToken).ConfigureAwait(false);
            await driver.YieldAsync().ConfigureAwait(false);
        }
    }

    private void EndTurn()
    {
        // The operators in the subtask have their failed records together, and each must count its own.
        driver.ReportFailed();
        driver.Telemetry.Enter(SubtaskActivity.Idle);
    }

    private readonly struct EmittedRecords(StreamRecords<TIn> records, ChainedKeys<TKey> keys) : IKeyedRecords<TKey, TIn>
    {
        public KeyedRecords<TKey, TIn> Records => new()
        {
            Keys = keys.Keys,
            Hashes = keys.Hashes,
            Events = records.Events.Span,
            Timestamps = records.Timestamps.Span,
            Watermarks = records.Watermarks.Span,
        };
    }
}

/// <summary>
/// The keys of the records that a chained operator gets: those of the operator before it. They are prepared and hashed again only if the operators have
/// different codecs for the key, which must then agree.
/// </summary>
internal sealed class ChainedKeys<TKey>(EmittedKeys<TKey> emitted, OperatorDefinition<TKey> definition, string operatorId)
    where TKey : notnull
{
    private readonly bool _isSameCodec = emitted.Codec == definition.KeyCodec;
    private TKey[] _keys = [];
    private ulong[] _hashes = [];
    private int _count;

    public ReadOnlySpan<TKey> Keys => _isSameCodec ? emitted.Keys[.._count] : _keys.AsSpan(0, _count);

    public ReadOnlySpan<ulong> Hashes => emitted.Hashes[.._count];

    /// <summary>Begins to read the keys of the records that were emitted.</summary>
    /// <exception cref="StateGenException">The codecs of the two operators do not agree about a key.</exception>
    public void Read(int count)
    {
        _count = count;
        if (!_isSameCodec)
            Prepare();
    }

    private void Prepare()
    {
        if (_keys.Length < _count)
            (_keys, _hashes) = (new TKey[_count], new ulong[_count]);
        emitted.Keys[.._count].CopyTo(_keys);
        definition.Prepare(_keys.AsSpan(0, _count), _hashes.AsSpan(0, _count));
        if (Hashes.SequenceEqual(_hashes.AsSpan(0, _count)))
            return;
        throw new StateGenException(
            $"Operators '{emitted.OperatorId}' and '{operatorId}' have codecs that give the same key of type {typeof(TKey).Name} different hashes, so their "
            + $"state is distributed differently. Use KeyBy instead of {nameof(OperatorStream<,>.KeepKey)}.")
        {
            IsPermanent = true,
        };
    }
}
