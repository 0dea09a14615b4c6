using System.Runtime.CompilerServices;
using StateGen.Checkpointing.Coordination;
using StateGen.Engine.Errors;
using StateGen.Engine.Exchange;
using StateGen.Engine.Jobs;

namespace StateGen.Engine.Graph;

/// <summary>The place of a function in a subtask.</summary>
/// <param name="Name">The name of the function.</param>
/// <param name="Failed">The failed records of the subtask.</param>
/// <param name="RunLength">The length of a batch.</param>
internal sealed record FunctionPlace(FunctionName Name, FailedRecords Failed, int RunLength);

/// <summary>A function on a stream, which runs in the subtasks that send records to it. Nothing is exchanged or allocated for it.</summary>
/// <param name="name">The name of the function.</param>
/// <param name="next">The output of the function.</param>
/// <param name="create">A function that creates the output of a subtask, which runs the function, given what follows it and its place.</param>
internal sealed class FunctionConsumer<TIn, TOut>(
    FunctionName name, GraphOutput<TOut> next, Func<StageOutput<TOut>, FunctionPlace, StageOutput<TIn>> create) : Consumer<TIn>
{
    public override void AddSenders(int count) => next.AddSenders(count);

    public override async Task<StageOutput<TIn>[]> OpenAsync(JobAttempt attempt, FailedRecords[] senders, CancellationToken cancellationToken)
    {
        var outputs = await next.OpenAsync(attempt, senders, cancellationToken).ConfigureAwait(false);
        return [.. outputs.Zip(senders, (output, failed) => create(output, new(name, failed, attempt.BatchSize)))];
    }

    public override void Explain(GraphText text) => text.AddShared(this, name.InTree, next.Explain);
}

/// <summary>
/// Runs a function on the records of a subtask and forwards the result, in the same call. The arrays are reused. A record for which the function throws is
/// dropped if the error policy allows it.
/// </summary>
internal abstract class FunctionOutput<TIn, TOut>(FunctionPlace place, StageOutput<TOut> next) : StageOutput<TIn>
{
    public override int PreferredCount => next.PreferredCount;

    protected FunctionPlace Place => place;

    protected StageOutput<TOut> Next
    {
        get
        {
            next.IsIdle = IsIdle;
            return next;
        }
    }

    public override int Patience => next.Patience;

    public override ValueTask SendHeldAsync(CancellationToken cancellationToken) => next.SendHeldAsync(cancellationToken);

    public override ValueTask SendOverdueAsync(CancellationToken cancellationToken) => next.SendOverdueAsync(cancellationToken);

    public override ValueTask CompleteAsync(CancellationToken cancellationToken) => next.CompleteAsync(cancellationToken);

    public override ValueTask PassBarrierAsync(CheckpointBarrier barrier, CancellationToken cancellationToken) =>
        next.PassBarrierAsync(barrier, cancellationToken);

    // The attempt owns what must be closed.
    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>Drops the record for which the function threw.</summary>
    /// <exception cref="FunctionException">The error policy does not allow it.</exception>
    protected void Drop(in StreamRecords<TIn> records, int index, Exception exception) =>
        place.Failed.Drop(place.Name.Stage, place.Name.InMessages, records.Events.Span[index], RecordOrigin.Describe(records.Origins.Span, index), exception);
}

/// <summary>Replaces each record. Times and origins are copied only if a record is dropped.</summary>
internal sealed class SelectOutput<TIn, TOut>(Func<TIn, TOut> selector, FunctionPlace place, StageOutput<TOut> next) : FunctionOutput<TIn, TOut>(place, next)
{
    private readonly KeptRecords<TOut> _kept = new();
    private TOut[] _events = [];

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    public override async ValueTask WriteAsync(StreamRecords<TIn> records, CancellationToken cancellationToken)
    {
        if (Select(records) is var selected && selected == records.Events.Length)
            await Next.WriteAsync(Selected(records), cancellationToken).ConfigureAwait(false);
        else
        {
            KeepRest(records, selected);
            await Next.WriteAsync(_kept.Records, cancellationToken).ConfigureAwait(false);
            _kept.Clear();
        }

        if (RuntimeHelpers.IsReferenceOrContainsReferences<TOut>())
            Array.Clear(_events, 0, records.Events.Length);
    }

    private StreamRecords<TOut> Selected(in StreamRecords<TIn> records) => new()
    {
        Events = _events.AsMemory(0, records.Events.Length),
        Timestamps = records.Timestamps,
        Origins = records.Origins,
        Watermarks = records.Watermarks,
    };

    /// <returns>The number of records before the first one that was dropped.</returns>
    private int Select(in StreamRecords<TIn> records)
    {
        var events = records.Events.Span;
        if (_events.Length < events.Length)
            _events = new TOut[events.Length];
        var selected = _events.AsSpan(0, events.Length);
        var index = 0;
        try
        {
            for (; index < selected.Length; index++)
                selected[index] = selector(events[index]);
        }
        catch (Exception exception)
        {
            // The function is user code and may throw any exception. The error policy decides.
            Drop(records, index, exception);
        }

        return index;
    }

    private void KeepRest(in StreamRecords<TIn> records, int dropped)
    {
        _kept.Begin(records);
        for (var index = 0; index < dropped; index++)
            _kept.Keep(records, index, _events[index]);
        for (var index = dropped + 1; index < records.Events.Length; index++)
        {
            if (TrySelect(records, index, out var selected))
                _kept.Keep(records, index, selected);
        }

        _kept.End(records);
    }

    private bool TrySelect(in StreamRecords<TIn> records, int index, out TOut selected)
    {
        try
        {
            selected = selector(records.Events.Span[index]);
            return true;
        }
        catch (Exception exception)
        {
            // The function is user code and may throw any exception. The error policy decides.
            Drop(records, index, exception);
            selected = default!;
            return false;
        }
    }
}

/// <summary>Forwards the records for which a condition is true. If it is true for all, they are not copied.</summary>
internal sealed class WhereOutput<T>(Func<T, bool> condition, FunctionPlace place, StageOutput<T> next) : FunctionOutput<T, T>(place, next)
{
    private readonly KeptRecords<T> _kept = new();
    private int[] _indexes = [];

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    public override async ValueTask WriteAsync(StreamRecords<T> records, CancellationToken cancellationToken)
    {
        var count = FindKept(records);
        if (count == records.Events.Length)
        {
            await Next.WriteAsync(records, cancellationToken).ConfigureAwait(false);
            return;
        }

        _kept.Keep(records, _indexes.AsSpan(0, count));
        await Next.WriteAsync(_kept.Records, cancellationToken).ConfigureAwait(false);
        _kept.Clear();
    }

    /// <returns>The number of records for which the condition is true, and whose indexes were found.</returns>
    private int FindKept(in StreamRecords<T> records)
    {
        if (_indexes.Length < records.Events.Length)
            _indexes = new int[records.Events.Length];
        var count = 0;
        for (var index = 0; index < records.Events.Length;)
            index = FindKept(records, index, ref count);
        return count;
    }

    /// <summary>Tests the records from one on, until the condition throws for one that is dropped.</summary>
    /// <returns>The index of the next record.</returns>
    private int FindKept(in StreamRecords<T> records, int index, ref int count)
    {
        var events = records.Events.Span;
        var kept = count;
        try
        {
            for (var indexes = _indexes.AsSpan(0, events.Length); index < events.Length; index++)
            {
                // Written in any case, because whether a condition is true is hard to predict.
                indexes[kept] = index;
                kept += condition(events[index]) ? 1 : 0;
            }
        }
        catch (Exception exception)
        {
            // The function is user code and may throw any exception. The error policy decides.
            Drop(records, index++, exception);
        }

        count = kept;
        return index;
    }
}

/// <summary>
/// Replaces each record by any number of records, which have its time and origin. They are forwarded in runs of limited length, except where the error policy
/// may drop a record: what was selected for it must be dropped too, so it is held until the sequence has ended.
/// </summary>
internal sealed class SelectManyOutput<TIn, TOut>(Func<TIn, IEnumerable<TOut>> selector, FunctionPlace place, StageOutput<TOut> next)
    : FunctionOutput<TIn, TOut>(place, next)
{
    private readonly WatermarkPositionList _watermarks = new();
    private TOut[] _events = new TOut[place.RunLength];
    private long[] _timestamps = new long[place.RunLength];
    private RecordOrigin[] _origins = new RecordOrigin[place.RunLength];
    private int _count;
    private bool _hasOrigins;

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    public override async ValueTask WriteAsync(StreamRecords<TIn> records, CancellationToken cancellationToken)
    {
        _hasOrigins = !records.Origins.IsEmpty;
        var watermark = 0;
        for (var index = 0; index < records.Events.Length; index++)
        {
            Mark(records, index, ref watermark);
            var before = _count;
            using var selected = Select(records, index);
            while (TryMoveNext(selected, records, index, before, out var value))
            {
                if (_count >= Place.RunLength && !Place.Failed.IsTolerant)
                    await FlushAsync(cancellationToken).ConfigureAwait(false);
                Append(value, records, index);
            }

            if (_count >= Place.RunLength)
                await FlushAsync(cancellationToken).ConfigureAwait(false);
        }

        Mark(records, int.MaxValue, ref watermark);
        await FlushAsync(cancellationToken).ConfigureAwait(false);
    }

    private void Mark(in StreamRecords<TIn> records, int index, ref int watermark)
    {
        for (var watermarks = records.Watermarks.Span; watermark < watermarks.Length && watermarks[watermark].Index <= index; watermark++)
            _watermarks.Add(_count, watermarks[watermark].Watermark);
    }

    /// <returns>The sequence; null if the record was dropped.</returns>
    private IEnumerator<TOut>? Select(in StreamRecords<TIn> records, int index)
    {
        try
        {
            return selector(records.Events.Span[index]).GetEnumerator();
        }
        catch (Exception exception)
        {
            // The function is user code and may throw any exception, or return null. The error policy decides.
            Drop(records, index, exception);
            return null;
        }
    }

    /// <param name="selected">The sequence; null if the record was dropped.</param>
    /// <param name="records">The records.</param>
    /// <param name="index">The record.</param>
    /// <param name="before">The number of records that were selected before the sequence.</param>
    /// <param name="value">The next record.</param>
    private bool TryMoveNext(IEnumerator<TOut>? selected, in StreamRecords<TIn> records, int index, int before, out TOut value)
    {
        value = default!;
        if (selected is null)
            return false;
        try
        {
            if (!selected.MoveNext())
                return false;
            value = selected.Current;
            return true;
        }
        catch (Exception exception)
        {
            // The sequence is user code and may throw any exception. The error policy decides.
            Drop(records, index, exception);
            Array.Clear(_events, before, _count - before);
            _count = before;
            return false;
        }
    }

    private void Append(TOut value, in StreamRecords<TIn> records, int index)
    {
        if (_count == _events.Length)
            Grow();
        _events[_count] = value;
        _timestamps[_count] = records.Timestamps.Span[index];
        if (_hasOrigins)
            _origins[_count] = records.Origins.Span[index];
        _count++;
    }

    private void Grow()
    {
        Array.Resize(ref _events, 2 * _count);
        Array.Resize(ref _timestamps, 2 * _count);
        Array.Resize(ref _origins, 2 * _count);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask FlushAsync(CancellationToken cancellationToken)
    {
        await Next.WriteAsync(
            new()
            {
                Events = _events.AsMemory(0, _count),
                Timestamps = _timestamps.AsMemory(0, _count),
                Origins = _hasOrigins ? _origins.AsMemory(0, _count) : default,
                Watermarks = _watermarks.Memory,
            },
            cancellationToken).ConfigureAwait(false);
        Array.Clear(_events, 0, _count);
        Array.Clear(_origins, 0, _hasOrigins ? _count : 0);
        _watermarks.Clear();
        _count = 0;
    }
}
