using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace StateGen.Engine.Exchange;

/// <summary>
/// The input of one subtask: one channel from every sending subtask, read in turn. After the barrier of a channel was read, the channel is blocked until the
/// barriers of all channels have arrived. The watermark of the subtask is the lowest watermark of the channels that have not ended and are not idle. Only the
/// receiver uses the gate, except that each sender writes to its own channel.
/// </summary>
internal sealed class InputGate<TKey, T>
    where TKey : notnull
{
    private const int ManySenders = 16;

    private readonly WakeSignal _arrival = new();
    private readonly RecordAllowance _allowance;
    private readonly ArrivalSet _arrived;

    // The watermark of each channel that has not ended and is not idle, side by side, so that the lowest of many is found fast; of the others, the maximum.
    private readonly long[] _watermarks;
    private int _next;
    private int _blocked;
    private int _isWoken;

    public InputGate(int senders, BatchPool<TKey, T> pool, RecordAllowance allowance)
    {
        _allowance = allowance;
        _arrived = new(senders);
        _watermarks = new long[senders];
        Array.Fill(_watermarks, EventTime.Minimum);
        Channels = [.. Enumerable.Range(0, senders).Select(sender => new InputChannel<TKey, T>(sender, _watermarks, _arrived, _arrival, allowance, pool))];
    }

    public ImmutableArray<InputChannel<TKey, T>> Channels { get; }

    public bool IsEnded => Channels.All(channel => channel.IsEnded);

    /// <summary>Gets a value indicating whether all channels that have not ended are idle, and there is one.</summary>
    public bool IsIdle { get; private set; }

    /// <summary>
    /// Gets the watermark of the subtask: the lowest of its inputs; if all of them are idle, the highest, so that the order in which they became idle makes no
    /// difference; <see cref="EventTime.Maximum"/> if all have ended.
    /// </summary>
    public long Watermark => IsIdle ? Channels.Max(static channel => channel.IsEnded ? EventTime.Minimum : channel.Watermark) : _watermarks.Min();

    /// <summary>Waits for the next batch of any channel that is not blocked. Returns none, if <see cref="Wake"/> ends the wait.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<ReceivedBatch<TKey, T>> ReadAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        ReceivedBatch<TKey, T> received;
        while (!TryRead(out received) && Interlocked.Exchange(ref _isWoken, 0) == 0)
            await _arrival.WaitAsync(cancellationToken).ConfigureAwait(false);
        return received;
    }

    /// <summary>Ends the present wait for a batch, or the next one. Called on any thread.</summary>
    public void Wake()
    {
        Volatile.Write(ref _isWoken, 1);
        _arrival.Set();
    }

    /// <summary>Reads the next batch of any channel that is not blocked, if there is one. Channels are read in turn.</summary>
    public bool TryRead(out ReceivedBatch<TKey, T> received) =>
        TryRead(_next, Channels.Length, out received) || TryRead(0, Math.Min(_next, Channels.Length), out received);

    /// <summary>Reads the next batch of any channel that is not blocked if the batch contains nothing but a barrier.</summary>
    public bool TryReadBarrier(out ReceivedBatch<TKey, T> received)
    {
        foreach (var channel in Channels)
        {
            if (channel.HasOnlyBarrier && channel.TryRead(out var batch))
            {
                received = new(channel, batch);
                return true;
            }
        }

        received = default;
        return false;
    }

    /// <summary>Gets a value indicating whether records of several senders should be processed together, because each of them sends few at once.</summary>
    public bool IsWide => Channels.Length >= ManySenders;

    /// <summary>Adds what is next in other channels to records that were copied before, as far as they are worth processing at once.</summary>
    /// <param name="batch">The records, which the batch of one channel began.</param>
    /// <param name="watermarks">The combined watermarks.</param>
    public void Gather(RecordBatch<TKey, T> batch, CombinedWatermarks<TKey, T> watermarks)
    {
        // What began with watermarks alone is not measured yet.
        if (batch.Count == 0)
            _allowance.Begin();
        var limit = _allowance.GatherLimit;
        while (FindGatherable() is { } channel && channel.TryGather(batch, limit, watermarks))
            _next = channel.Index + 1;
    }

    /// <summary>Counts time that the receiver needs between batches, because of what was in them.</summary>
    public void CountTime(long elapsed) => _allowance.CountTime(elapsed);

    /// <summary>Blocks a channel whose barrier was read.</summary>
    /// <returns>true if the barriers of all channels have arrived, which unblocks all channels; otherwise, false.</returns>
    public bool Align(InputChannel<TKey, T> channel)
    {
        channel.IsBlocked = true;
        if (++_blocked < Channels.Length)
            return false;
        foreach (var blocked in Channels)
            blocked.IsBlocked = false;
        _blocked = 0;
        return true;
    }

    /// <summary>
    /// Gets the lowest watermark of the channels that have not ended and are not idle, except one; <see cref="EventTime.Maximum"/> if there is no other.
    /// </summary>
    public long LowestWatermarkExcept(InputChannel<TKey, T>? except)
    {
        if (except is null)
            return _watermarks.Min();
        ref var excepted = ref _watermarks[except.Index];
        var watermark = excepted;
        excepted = EventTime.Maximum;
        var lowest = _watermarks.Min();
        excepted = watermark;
        return lowest;
    }

    /// <summary>Ends a channel whose end of input was read.</summary>
    public void End(InputChannel<TKey, T> channel)
    {
        channel.IsEnded = true;
        FindIdle();
    }

    /// <summary>Sets whether a channel is idle.</summary>
    /// <returns>true if that is a change; otherwise, false.</returns>
    public bool SetIdle(InputChannel<TKey, T> channel, bool isIdle)
    {
        if (channel.IsIdle == isIdle)
            return false;
        channel.IsIdle = isIdle;
        FindIdle();
        return true;
    }

    private void FindIdle() => IsIdle = !IsEnded && Channels.All(static channel => channel.IsEnded || channel.IsIdle);

    private bool TryRead(int from, int to, out ReceivedBatch<TKey, T> received)
    {
        for (var index = _arrived.Next(from, to); index < to; index = _arrived.Next(index + 1, to))
        {
            var channel = Channels[index];
            if (!channel.TryRead(out var batch) && !TryReadLast(index, out batch))
                continue;
            _next = index + 1;
            received = new(channel, batch);
            return true;
        }

        received = default;
        return false;
    }

    private InputChannel<TKey, T>? FindGatherable() =>
        FindGatherable(_next, Channels.Length) ?? FindGatherable(0, Math.Min(_next, Channels.Length));

    private InputChannel<TKey, T>? FindGatherable(int from, int to)
    {
        for (var index = _arrived.Next(from, to); index < to; index = _arrived.Next(index + 1, to))
        {
            if (Channels[index].IsGatherable)
                return Channels[index];
        }

        return null;
    }

    /// <summary>Takes a channel that was found empty out of the set, unless something has arrived since, which is read.</summary>
    private bool TryReadLast(int index, [NotNullWhen(true)] out RecordBatch<TKey, T>? batch)
    {
        batch = null;
        if (Channels[index].IsBlocked)
            return false;
        _arrived.Remove(index);
        if (!Channels[index].TryRead(out batch))
            return false;
        _arrived.Add(index);
        return true;
    }
}
