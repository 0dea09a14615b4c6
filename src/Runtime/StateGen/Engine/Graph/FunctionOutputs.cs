using System.Runtime.CompilerServices;
using StateGen.Checkpointing.Coordination;
using StateGen.Engine.Exchange;
using StateGen.Engine.Jobs;

namespace StateGen.Engine.Graph;

/// <summary>A function on a stream, which runs in the subtasks that send records to it. Nothing is exchanged or allocated for it.</summary>
/// <param name="name">The name of the function in messages.</param>
/// <param name="next">The output of the function.</param>
/// <param name="create">A function that creates the output of a subtask, which runs the function, given what follows it and the length of a batch.</param>
internal sealed class FunctionConsumer<TIn, TOut>(string name, GraphOutput<TOut> next, Func<StageOutput<TOut>, int, StageOutput<TIn>> create) : Consumer<TIn>
{
    public override void AddSenders(int count) => next.AddSenders(count);

    public override async Task<StageOutput<TIn>[]> OpenAsync(JobAttempt attempt, int count, CancellationToken cancellationToken) =>
        Array.ConvertAll(await next.OpenAsync(attempt, count, cancellationToken).ConfigureAwait(false), output => create(output, attempt.BatchSize));

    public override void Explain(GraphText text) => text.AddShared(this, name, next.Explain);
}

/// <summary>Runs a function on the records of a subtask and forwards the result, in the same call. The arrays are reused.</summary>
internal abstract class FunctionOutput<TIn, TOut>(StageOutput<TOut> next) : StageOutput<TIn>
{
    public override int PreferredCount => next.PreferredCount;

    protected StageOutput<TOut> Next
    {
        get
        {
            next.IsIdle = IsIdle;
            return next;
        }
    }

    public override ValueTask CompleteAsync(CancellationToken cancellationToken) => next.CompleteAsync(cancellationToken);

    public override ValueTask PassBarrierAsync(PendingCheckpoint checkpoint, CancellationToken cancellationToken) =>
        next.PassBarrierAsync(checkpoint, cancellationToken);

    // The attempt owns what must be closed.
    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>Creates the exception for a function that threw.</summary>
    protected static StateGenException Failure(string name, in StreamRecords<TIn> records, int index, Exception exception)
    {
        var position = index < records.Origins.Length ? $" at {records.Origins.Span[index]}" : "";
        return new StateGenException($"{name} failed for the record{position}: {exception.Message}", exception);
    }
}

/// <summary>Replaces each record.</summary>
internal sealed class SelectOutput<TIn, TOut>(Func<TIn, TOut> selector, StageOutput<TOut> next) : FunctionOutput<TIn, TOut>(next)
{
    private TOut[] _events = [];

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    public override async ValueTask WriteAsync(StreamRecords<TIn> records, CancellationToken cancellationToken)
    {
        Select(records);
        await Next.WriteAsync(
            new()
            {
                Events = _events.AsMemory(0, records.Events.Length),
                Timestamps = records.Timestamps,
                Origins = records.Origins,
                Watermarks = records.Watermarks,
            },
            cancellationToken).ConfigureAwait(false);
        Array.Clear(_events, 0, records.Events.Length);
    }

    private void Select(in StreamRecords<TIn> records)
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
            // The function is user code and may throw any exception. The wrapping exception names the record.
            throw Failure("Select", records, index, exception);
        }
    }
}

/// <summary>Forwards the records for which a condition is true. If it is true for all, they are not copied.</summary>
internal sealed class WhereOutput<T>(Func<T, bool> condition, StageOutput<T> next) : FunctionOutput<T, T>(next)
{
    private readonly WatermarkPositionList _watermarks = new();
    private T[] _events = [];
    private long[] _timestamps = [];
    private RecordOrigin[] _origins = [];

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    public override async ValueTask WriteAsync(StreamRecords<T> records, CancellationToken cancellationToken)
    {
        if (IsPassedWhole(records, out var first))
        {
            await Next.WriteAsync(records, cancellationToken).ConfigureAwait(false);
            return;
        }

        var count = Filter(records, first);
        await Next.WriteAsync(
            new()
            {
                Events = _events.AsMemory(0, count),
                Timestamps = _timestamps.AsMemory(0, count),
                Origins = records.Origins.IsEmpty ? default : _origins.AsMemory(0, count),
                Watermarks = _watermarks.Memory,
            },
            cancellationToken).ConfigureAwait(false);
        Array.Clear(_events, 0, count);
        Array.Clear(_origins, 0, records.Origins.IsEmpty ? 0 : count);
    }

    private bool IsPassedWhole(in StreamRecords<T> records, out int first)
    {
        var events = records.Events.Span;
        for (first = 0; first < events.Length; first++)
        {
            if (!Satisfies(events[first], records, first))
                return false;
        }

        return true;
    }

    private bool Satisfies(T value, in StreamRecords<T> records, int index)
    {
        try
        {
            return condition(value);
        }
        catch (Exception exception)
        {
            // The function is user code and may throw any exception. The wrapping exception names the record.
            throw Failure("Where", records, index, exception);
        }
    }

    /// <summary>Copies the records for which the condition is true. It is known for those up to the first one for which it is false.</summary>
    private int Filter(in StreamRecords<T> records, int first)
    {
        Reserve(records);
        var events = records.Events.Span;
        var timestamps = records.Timestamps.Span;
        var origins = records.Origins.Span;
        var watermarks = records.Watermarks.Span;
        var (count, watermark) = (0, 0);
        for (var index = 0; index < events.Length; index++)
        {
            for (; watermark < watermarks.Length && watermarks[watermark].Index <= index; watermark++)
                _watermarks.Add(count, watermarks[watermark].Watermark);
            if (index >= first && (index == first || !Satisfies(events[index], records, index)))
                continue;
            _events[count] = events[index];
            _timestamps[count] = timestamps[index];
            if (!origins.IsEmpty)
                _origins[count] = origins[index];
            count++;
        }

        for (; watermark < watermarks.Length; watermark++)
            _watermarks.Add(count, watermarks[watermark].Watermark);
        return count;
    }

    private void Reserve(in StreamRecords<T> records)
    {
        _watermarks.Clear();
        if (_events.Length < records.Events.Length)
        {
            _events = new T[records.Events.Length];
            _timestamps = new long[records.Events.Length];
        }

        if (_origins.Length < records.Origins.Length)
            _origins = new RecordOrigin[records.Origins.Length];
    }
}

/// <summary>Replaces each record by any number of records, which have its time and origin. They are forwarded in runs of limited length.</summary>
internal sealed class SelectManyOutput<TIn, TOut>(Func<TIn, IEnumerable<TOut>> selector, int runLength, StageOutput<TOut> next)
    : FunctionOutput<TIn, TOut>(next)
{
    private readonly WatermarkPositionList _watermarks = new();
    private readonly TOut[] _events = new TOut[runLength];
    private readonly long[] _timestamps = new long[runLength];
    private readonly RecordOrigin[] _origins = new RecordOrigin[runLength];
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
            using var selected = Select(records, index);
            while (MoveNext(selected, records, index))
            {
                if (_count == _events.Length)
                    await FlushAsync(cancellationToken).ConfigureAwait(false);
                Append(selected.Current, records, index);
            }
        }

        Mark(records, int.MaxValue, ref watermark);
        await FlushAsync(cancellationToken).ConfigureAwait(false);
    }

    private void Mark(in StreamRecords<TIn> records, int index, ref int watermark)
    {
        for (var watermarks = records.Watermarks.Span; watermark < watermarks.Length && watermarks[watermark].Index <= index; watermark++)
            _watermarks.Add(_count, watermarks[watermark].Watermark);
    }

    private IEnumerator<TOut> Select(in StreamRecords<TIn> records, int index)
    {
        try
        {
            return selector(records.Events.Span[index]).GetEnumerator();
        }
        catch (Exception exception)
        {
            // The function is user code and may throw any exception, or return null. The wrapping exception names the record.
            throw Failure("SelectMany", records, index, exception);
        }
    }

    private static bool MoveNext(IEnumerator<TOut> selected, in StreamRecords<TIn> records, int index)
    {
        try
        {
            return selected.MoveNext();
        }
        catch (Exception exception)
        {
            // The sequence is user code and may throw any exception. The wrapping exception names the record.
            throw Failure("SelectMany", records, index, exception);
        }
    }

    private void Append(TOut value, in StreamRecords<TIn> records, int index)
    {
        _events[_count] = value;
        _timestamps[_count] = records.Timestamps.Span[index];
        if (_hasOrigins)
            _origins[_count] = records.Origins.Span[index];
        _count++;
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
