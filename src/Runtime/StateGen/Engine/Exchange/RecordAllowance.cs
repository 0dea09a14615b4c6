namespace StateGen.Engine.Exchange;

/// <summary>
/// Limits the records on the way to one receiver, because a barrier waits for all that are before it. The receiver measures the time that its records take,
/// including the time that its own output waits, and allows as many records as it handles within a target time. Each sender has an equal share, of which about
/// a third may be in the batch that it is about to send and the rest in flight: sent, and not handled yet. At the start of an attempt, before anything was
/// measured, the allowance is small. It falls at once, and at most doubles each time that as many records were handled. A receiver that is fast enough allows
/// full batches. Only the receiver writes; its senders read.
/// </summary>
internal sealed class RecordAllowance
{
    // In flight in one channel: one that the receiver handles, and enough behind it to bridge a pause of the sender. Many senders do not pause together.
    private const int MostBatches = 5;
    private const int LeastBatches = 2;
    private const int BatchesOfAll = 64;

    // The batches that all senders together may have on the way, if they are full: the memory of an exchange grows with its receivers, not with its channels.
    private const int FullBatchesOfAll = 16;

    private const int FirstRecords = 32;
    private const int ManySenders = 16;

    // With fewer, receivers of very slow records are idle while their sender waits for one of them.
    private const int LeastRecords = 8;

    private static readonly TimeSpan Target = TimeSpan.FromMilliseconds(640);

    private readonly TimeProvider _time;
    private readonly int _senders;
    private readonly int _batchSize;
    private readonly int _least;
    private readonly int _most;
    private readonly bool _isUnlimited;
    private readonly long _target;
    private int _allowed;
    private int _window;
    private long _begun;
    private long _windowBegun;
    private long _windowTime;
    private long _windowRecords;
    private volatile int _share;

    /// <param name="time">The clock.</param>
    /// <param name="senders">The number of senders.</param>
    /// <param name="batchSize">The maximum number of records in a batch.</param>
    /// <param name="operators">The number of operators and other stages with an exchange in the pipeline, which a barrier passes one after the other.</param>
    public RecordAllowance(TimeProvider time, int senders, int batchSize, int operators)
    {
        _time = time;
        _senders = senders;
        _batchSize = batchSize;
        _least = Math.Max(senders, LeastRecords / operators);
        MaxBatches = Math.Clamp(BatchesOfAll / senders, LeastBatches, MostBatches);
        _most = Math.Max(senders, Math.Min(senders * (MaxBatches + 1), FullBatchesOfAll) * batchSize);
        _isUnlimited = _most == senders * (MaxBatches + 1) * batchSize;
        _target = (long)(Target.TotalSeconds * time.TimestampFrequency / operators);
        _windowBegun = time.GetTimestamp();
        Allow(FirstRecords / operators);
    }

    /// <summary>Gets the number of batches that a sender may have in flight.</summary>
    public int MaxBatches { get; }

    /// <summary>Gets the number of records that a sender should send at once, which may be more than fit into a batch.</summary>
    public int BatchLimit => BatchLimitOf(_share);

    /// <summary>Gets the number of records of several senders that the receiver should process at once.</summary>
    public int GatherLimit => Math.Clamp(_allowed / 3, 1, Math.Max(1, _batchSize / 2));

    /// <summary>Determines whether a sender may send a batch. One without records only needs a place among the batches.</summary>
    /// <param name="batches">The number of batches that the sender has in flight.</param>
    /// <param name="records">The number of records in these batches.</param>
    /// <param name="count">The number of records in the batch.</param>
    public bool Admits(long batches, long records, int count)
    {
        var share = _share;
        return batches < MaxBatches && (count == 0 || records == 0 || records + count <= share - BatchLimitOf(share));
    }

    /// <summary>Starts to measure a batch.</summary>
    public void Begin() => _begun = _time.GetTimestamp();

    /// <summary>Ends the measurement of a batch.</summary>
    /// <param name="records">The number of its records, at least one.</param>
    public void Complete(int records)
    {
        var now = _time.GetTimestamp();
        var elapsed = now - _begun;
        _windowRecords += records;
        _windowTime += elapsed;
        // A batch that alone takes too long counts alone, so that fast records before it do not hide it. With many senders, batches are small, and what takes
        // long is mostly that the output of many batches waits.
        if (elapsed >= _target && _senders < ManySenders)
            (_windowRecords, _windowTime) = (records, elapsed);
        if (_windowRecords < _window && now - _windowBegun < _target)
            return;
        Allow(Math.Min(RecordsInTarget(), 2L * _allowed));
        (_windowRecords, _windowTime, _windowBegun) = (0, 0, now);
    }

    /// <summary>Counts time that was needed after a batch, for timers that became due in it.</summary>
    public void CountTime(long elapsed) => _windowTime += elapsed;

    private static int BatchLimitOf(int share) => Math.Max(1, share / 3);

    private long RecordsInTarget() => _windowTime > 0 ? _windowRecords * _target / _windowTime : long.MaxValue;

    private void Allow(long records)
    {
        _allowed = (int)Math.Clamp(records, Math.Min(_least, _most), _most);
        // With many senders, each would otherwise have sent most of its records before it may fill its batches.
        _window = Math.Max(Math.Min(FirstRecords, _allowed), _allowed / _senders);
        var share = _isUnlimited && _allowed == _most ? int.MaxValue : _allowed / _senders;
        if (share != _share)
            _share = share;
    }
}
