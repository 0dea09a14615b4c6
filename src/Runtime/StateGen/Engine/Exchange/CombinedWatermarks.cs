namespace StateGen.Engine.Exchange;

/// <summary>
/// The watermark of a subtask at positions between the records that it receives: the lowest of all its channels, which never moves back. The list of
/// positions is reused. Used by one thread at a time.
/// </summary>
internal sealed class CombinedWatermarks<TKey, T>(InputGate<TKey, T> gate)
    where TKey : notnull
{
    private long _watermark = EventTime.Minimum;

    /// <summary>Gets the watermarks that were combined last.</summary>
    public WatermarkPositionList Positions { get; } = new();

    /// <summary>Combines the watermarks in a batch of one channel with those of the other channels, at the same positions between the records.</summary>
    public void Combine(InputChannel<TKey, T> channel, ReadOnlySpan<WatermarkPosition> watermarks)
    {
        Positions.Clear();
        Append(channel, watermarks, offset: 0);
    }

    /// <summary>Combines more watermarks of one channel, behind those that were combined last.</summary>
    /// <param name="channel">The channel.</param>
    /// <param name="watermarks">The watermarks.</param>
    /// <param name="offset">The distance from their indexes to the positions.</param>
    public void Append(InputChannel<TKey, T> channel, ReadOnlySpan<WatermarkPosition> watermarks, int offset)
    {
        if (watermarks.IsEmpty)
            return;
        // A channel that is ahead does not hold the watermark back. Of many channels, almost all are.
        if (channel.Watermark <= _watermark)
        {
            var others = gate.LowestWatermarkExcept(channel);
            foreach (var mark in watermarks)
                Add(offset + mark.Index, Math.Min(mark.Watermark, others));
        }

        channel.Watermark = watermarks[^1].Watermark;
    }

    /// <summary>Finds the watermark after a channel has ended or has become idle. To be called each time.</summary>
    public void Combine()
    {
        Positions.Clear();
        Add(0, gate.Watermark);
    }

    private void Add(int index, long watermark)
    {
        if (watermark <= _watermark)
            return;
        _watermark = watermark;
        Positions.Add(index, watermark);
    }
}
