using System.Numerics;

namespace StateGen.Engine.Exchange;

/// <summary>
/// The channels of a gate in which something may have arrived: one bit each, so that a receiver with many senders finds the next of them at once. Senders add,
/// and the receiver removes.
/// </summary>
internal sealed class ArrivalSet(int channels)
{
    private const int BitsOfWord = 64;

    private readonly ulong[] _words = new ulong[(channels + BitsOfWord - 1) / BitsOfWord];

    /// <summary>Adds a channel. A receiver that finds the channel, or looks into it after its removal, sees what was sent before.</summary>
    public void Add(int channel) => Interlocked.Or(ref _words[channel / BitsOfWord], 1UL << channel);

    public void Remove(int channel) => Interlocked.And(ref _words[channel / BitsOfWord], ~(1UL << channel));

    /// <summary>Finds the first channel in a range.</summary>
    /// <returns>The channel; <paramref name="to"/> if there is none.</returns>
    public int Next(int from, int to)
    {
        while (from < to)
        {
            var rest = Volatile.Read(ref _words[from / BitsOfWord]) >> from;
            if (rest != 0)
                return Math.Min(to, from + BitOperations.TrailingZeroCount(rest));
            from = (from / BitsOfWord + 1) * BitsOfWord;
        }

        return to;
    }
}
