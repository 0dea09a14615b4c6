using StateGen.Checkpointing.Coordination;
using StateGen.Engine.Exchange;
using StateGen.Engine.Jobs;

namespace StateGen.Engine.Operators;

/// <summary>
/// The side outputs of one operator subtask since they were last taken. The values of a record are dropped with it. Used by one thread at a time.
/// </summary>
/// <param name="currentKey">The operator's current key, whose epochs tell records apart.</param>
internal sealed class SideOutputs(CurrentKey currentKey)
{
    private readonly Dictionary<object, SideOutput> _byTag = [];
    private readonly List<SideOutput> _all = [];

    /// <summary>Gets or sets a value indicating whether every tag is accepted, as in a host, whose owner takes what it wants.</summary>
    public bool AcceptsAll { get; set; }

    /// <summary>Gets a value indicating whether there are side outputs.</summary>
    public bool IsUsed => _all.Count > 0;

    /// <summary>Gets the number of values in all side outputs.</summary>
    public int Count => _all.Sum(static side => side.Count);

    /// <summary>Finds the side output of a tag; null if nothing takes it.</summary>
    public SideOutput<T>? Find<T>(OutputTag<T> tag) =>
        _byTag.TryGetValue(tag, out var side) ? (SideOutput<T>)side : AcceptsAll ? Open(tag, null) : null;

    /// <summary>Adds a side output.</summary>
    /// <param name="tag">The tag.</param>
    /// <param name="output">The output that it is forwarded to; null if the owner takes it.</param>
    public SideOutput<T> Open<T>(OutputTag<T> tag, StageOutput<T>? output)
    {
        var side = new SideOutput<T>(output);
        _byTag.Add(tag, side);
        _all.Add(side);
        return side;
    }

    /// <summary>Emits a value.</summary>
    /// <returns>The number of values in the side output.</returns>
    /// <exception cref="StateGenException">Nothing takes the side output.</exception>
    public int Append<T>(OutputTag<T> tag, T value, long timestamp)
    {
        ArgumentNullException.ThrowIfNull(tag);
        var side = Find(tag) ?? throw new StateGenException(
            $"Operator '{currentKey.OperatorId}' emitted to the side output '{tag.Name}' of type {typeof(T).Name}, but the pipeline does not use it. "
            + $"Connect it to a sink or an operator with {nameof(OperatorStream<>.SideOutput)}, or ask {nameof(OperatorContext<>.IsConnected)} before.")
        {
            IsPermanent = true,
        };
        return side.Append(value, timestamp, currentKey.Epoch);
    }

    /// <summary>Drops what the current record has emitted.</summary>
    /// <returns>The greatest number of values that are left in one side output.</returns>
    public int Rollback()
    {
        var greatest = 0;
        foreach (var side in _all)
            greatest = Math.Max(greatest, side.Rollback(currentKey.Epoch));
        return greatest;
    }

    /// <summary>Adds a watermark after what was emitted before it.</summary>
    public void AddWatermark(long watermark)
    {
        foreach (var side in _all)
            side.AddWatermark(watermark);
    }

    /// <summary>Drops everything.</summary>
    public void Clear()
    {
        foreach (var side in _all)
            side.Clear();
    }

    /// <inheritdoc cref="StageOutput{T}.Patience"/>
    public int Patience
    {
        get
        {
            var patience = 0;
            foreach (var side in _all)
                patience = Math.Max(patience, side.Patience);
            return patience;
        }
    }

    /// <inheritdoc cref="StageOutput{T}.SendHeldAsync"/>
    public async ValueTask SendHeldAsync(CancellationToken cancellationToken)
    {
        foreach (var side in _all)
            await side.SendHeldAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc cref="StageOutput{T}.SendOverdueAsync"/>
    public async ValueTask SendOverdueAsync(CancellationToken cancellationToken)
    {
        foreach (var side in _all)
            await side.SendOverdueAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Forwards everything.</summary>
    public async ValueTask HandOnAsync(CancellationToken cancellationToken)
    {
        foreach (var side in _all)
            await side.HandOnAsync(cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask CompleteAsync(CancellationToken cancellationToken)
    {
        foreach (var side in _all)
            await side.CompleteAsync(cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask PassBarrierAsync(CheckpointBarrier barrier, CancellationToken cancellationToken)
    {
        foreach (var side in _all)
            await side.PassBarrierAsync(barrier, cancellationToken).ConfigureAwait(false);
    }
}

/// <summary>A side output without the type of its values.</summary>
internal abstract class SideOutput
{
    public abstract int Count { get; }

    public abstract int Patience { get; }

    /// <summary>Drops what the record of an epoch has emitted.</summary>
    /// <returns>The number of values that are left.</returns>
    public abstract int Rollback(long epoch);

    public abstract void AddWatermark(long watermark);

    public abstract void Clear();

    public abstract ValueTask HandOnAsync(CancellationToken cancellationToken);

    public abstract ValueTask SendOverdueAsync(CancellationToken cancellationToken);

    public abstract ValueTask SendHeldAsync(CancellationToken cancellationToken);

    public abstract ValueTask CompleteAsync(CancellationToken cancellationToken);

    public abstract ValueTask PassBarrierAsync(CheckpointBarrier barrier, CancellationToken cancellationToken);
}

/// <summary>One side output.</summary>
/// <param name="output">The output that it is forwarded to; null if the owner takes it.</param>
internal sealed class SideOutput<T>(StageOutput<T>? output) : SideOutput
{
    private readonly OutputBuffer<T> _buffer = new();
    private long _epoch = -1;
    private int _countBefore;

    public override int Count => _buffer.Count;

    public override int Patience => output?.Patience ?? 0;

    public int Append(T value, long timestamp, long epoch)
    {
        if (epoch != _epoch)
            (_epoch, _countBefore) = (epoch, _buffer.Count);
        _buffer.Append(value, timestamp);
        return _buffer.Count;
    }

    /// <summary>Returns the values since the last call, and clears them.</summary>
    public T[] Take()
    {
        var values = _buffer.Values.ToArray();
        Clear();
        return values;
    }

    /// <summary>Returns the values since the last call with their timestamps, and clears them.</summary>
    public TimestampedValue<T>[] TakeTimestamped()
    {
        var values = _buffer.ToTimestamped();
        Clear();
        return values;
    }

    public override int Rollback(long epoch)
    {
        if (epoch == _epoch)
            _buffer.Truncate(_countBefore);
        return _buffer.Count;
    }

    public override void AddWatermark(long watermark) => _buffer.Watermarks.Add(_buffer.Count, watermark);

    public override void Clear()
    {
        _buffer.Clear();
        _countBefore = 0;
    }

    public override async ValueTask HandOnAsync(CancellationToken cancellationToken)
    {
        if (output is null)
            return;
        if (_buffer.Count == 0 && _buffer.Watermarks.Count == 0)
        {
            await output.SendOverdueAsync(cancellationToken).ConfigureAwait(false);
            return;
        }

        var records = new StreamRecords<T> { Events = _buffer.ValueMemory, Timestamps = _buffer.Timestamps, Watermarks = _buffer.Watermarks.Memory };
        await output.WriteAsync(records, cancellationToken).ConfigureAwait(false);
        Clear();
    }

    public override ValueTask SendOverdueAsync(CancellationToken cancellationToken) =>
        output?.SendOverdueAsync(cancellationToken) ?? ValueTask.CompletedTask;

    public override ValueTask SendHeldAsync(CancellationToken cancellationToken) => output?.SendHeldAsync(cancellationToken) ?? ValueTask.CompletedTask;

    public override ValueTask CompleteAsync(CancellationToken cancellationToken) => output?.CompleteAsync(cancellationToken) ?? ValueTask.CompletedTask;

    public override ValueTask PassBarrierAsync(CheckpointBarrier barrier, CancellationToken cancellationToken) =>
        output?.PassBarrierAsync(barrier, cancellationToken) ?? ValueTask.CompletedTask;
}
