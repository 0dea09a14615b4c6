using System.Runtime.CompilerServices;
using StateGen.Engine.Exchange;
using StateGen.Engine.Jobs;
using StateGen.Engine.Sources;

namespace StateGen.Engine.Graph;

/// <summary>
/// Assigns event times to the records of a subtask, and derives its watermark from them. The times and watermarks of the input are dropped. A watermark
/// directly follows the record that raised it, so results do not depend on batches. Events and origins are copied only if a record is dropped.
/// </summary>
internal sealed class EventTimeOutput<T>(EventTimeExtraction<T> eventTime, FunctionPlace place, StageOutput<T> next) : FunctionOutput<T, T>(place, next)
{
    private readonly WatermarkGenerator<T>? _generator = eventTime.Strategy.CreateGenerator();
    private readonly WatermarkPositionList _watermarks = new();
    private T[] _events = [];
    private long[] _timestamps = [];
    private RecordOrigin[] _origins = [];
    private long _reached = EventTime.Minimum;
    private long _watermark = EventTime.Minimum;

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    public override async ValueTask WriteAsync(StreamRecords<T> records, CancellationToken cancellationToken)
    {
        var count = Assign(records);
        var isWhole = count == records.Events.Length;
        var timed = new StreamRecords<T>
        {
            Events = isWhole ? records.Events : _events.AsMemory(0, count),
            Timestamps = _timestamps.AsMemory(0, count),
            Origins = isWhole || records.Origins.IsEmpty ? records.Origins : _origins.AsMemory(0, count),
            Watermarks = _watermarks.Memory,
        };
        await Next.WriteAsync(timed, cancellationToken).ConfigureAwait(false);
        if (isWhole)
            return;
        Array.Clear(_events, 0, count);
        Array.Clear(_origins, 0, Math.Min(count, _origins.Length));
    }

    /// <returns>The number of records that have a time. If it is not that of all, those are copied.</returns>
    private int Assign(in StreamRecords<T> records)
    {
        _watermarks.Clear();
        if (_timestamps.Length < records.Events.Length)
            _timestamps = new long[records.Events.Length];
        var events = records.Events.Span;
        var count = 0;
        for (var index = 0; index < events.Length; index++)
        {
            if (!TryExtract(records, index, out var timestamp, out var reached))
            {
                if (count == index)
                    CopyFirst(records, count);
                continue;
            }

            if (count < index)
                Copy(records, index, count);
            _timestamps[count++] = timestamp;
            if (reached > _reached)
                Advance(count, reached);
        }

        return count;
    }

    private bool TryExtract(in StreamRecords<T> records, int index, out long timestamp, out long reached)
    {
        try
        {
            eventTime.Extract(records.Events.Span[index], _generator, out timestamp, out reached);
            return true;
        }
        catch (Exception exception)
        {
            // The functions are user code and may throw any exception. The error policy decides.
            Drop(records, index, exception);
            timestamp = reached = EventTime.Minimum;
            return false;
        }
    }

    private void CopyFirst(in StreamRecords<T> records, int count)
    {
        if (_events.Length < records.Events.Length)
            _events = new T[records.Events.Length];
        if (_origins.Length < records.Origins.Length)
            _origins = new RecordOrigin[records.Origins.Length];
        records.Events.Span[..count].CopyTo(_events);
        if (!records.Origins.IsEmpty)
            records.Origins.Span[..count].CopyTo(_origins);
    }

    private void Copy(in StreamRecords<T> records, int from, int to)
    {
        _events[to] = records.Events.Span[from];
        if (!records.Origins.IsEmpty)
            _origins[to] = records.Origins.Span[from];
    }

    private void Advance(int index, long reached)
    {
        _reached = reached;
        var watermark = eventTime.Strategy.WatermarkAfter(reached);
        if (watermark <= _watermark)
            return;
        _watermark = watermark;
        _watermarks.Add(index, watermark);
    }
}
