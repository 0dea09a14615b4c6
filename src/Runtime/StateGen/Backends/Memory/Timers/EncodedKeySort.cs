using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using StateGen.Keys;

namespace StateGen.Backends.Memory.Timers;

/// <summary>
/// Sorts timers by their encoded keys, 8 bytes after the other: by the first ones, then those that have these in common by the next. Keeps its memory, so it
/// allocates only when it grows. Not thread-safe.
/// </summary>
/// <param name="operatorId">The operator, for errors.</param>
internal sealed class EncodedKeySort<TKey, TKeyCodec>(string operatorId)
    where TKey : notnull
    where TKeyCodec : struct, IKeyCodec<TKey>
{
    private const int StackLength = 128;
    private const int LongestSortedByDigits = 256;
    private const int LeastDistributed = 64;
    private const int RadixBits = 8;
    private const int Radix = 1 << RadixBits;

    private ulong[] _digits = [];
    private ulong[] _digitsBefore = [];
    private OrderedTimer<TKey>[] _timersBefore = [];

    /// <exception cref="StateWriteException">A key cannot be encoded any more.</exception>
    [SkipLocalsInit]
    public static int Compare(in TKey left, in TKey right, string operatorId)
    {
        var leftWriter = new KeyWriter(stackalloc byte[StackLength]);
        var rightWriter = new KeyWriter(stackalloc byte[StackLength]);
        Write(ref leftWriter, in left, operatorId);
        Write(ref rightWriter, in right, operatorId);
        var order = leftWriter.Written.SequenceCompareTo(rightWriter.Written);
        leftWriter.Dispose();
        rightWriter.Dispose();
        return order;
    }

    public void Sort(Span<OrderedTimer<TKey>> timers)
    {
        if (_digits.Length < timers.Length)
        {
            _digits = new ulong[Math.Max(timers.Length, 2 * _digits.Length)];
            _digitsBefore = new ulong[_digits.Length];
            _timersBefore = new OrderedTimer<TKey>[_digits.Length];
        }

        Sort(timers, _digits.AsSpan(0, timers.Length), offset: 0);
        if (RuntimeHelpers.IsReferenceOrContainsReferences<TKey>())
            Array.Clear(_timersBefore, 0, timers.Length);
    }

    private void Sort(Span<OrderedTimer<TKey>> timers, Span<ulong> digits, int offset)
    {
        if (timers.Length < 2)
            return;
        if (offset >= LongestSortedByDigits)
        {
            timers.Sort((left, right) => Compare(in left.Key, in right.Key, operatorId));
            return;
        }

        var longest = 0;
        for (var i = 0; i < timers.Length; i++)
        {
            digits[i] = DigitsOf(in timers[i].Key, offset, out var length);
            longest = Math.Max(longest, length);
        }

        if (timers.Length < LeastDistributed)
            digits.Sort(timers);
        else
            Distribute(timers, digits);
        if (longest > offset + sizeof(ulong))
            SortEqual(timers, digits, offset + sizeof(ulong));
    }

    /// <summary>Sorts by the highest bits that are not the same everywhere, and then the timers that have those in common.</summary>
    private void Distribute(Span<OrderedTimer<TKey>> timers, Span<ulong> digits)
    {
        var different = 0UL;
        foreach (var digit in digits)
            different |= digit ^ digits[0];
        var shift = Math.Max(0, 64 - RadixBits - BitOperations.LeadingZeroCount(different));
        Span<int> ends = stackalloc int[Radix];
        CountPlaces(digits, shift, ends);
        timers.CopyTo(_timersBefore);
        digits.CopyTo(_digitsBefore);
        for (var i = timers.Length - 1; i >= 0; i--)
        {
            var place = --ends[PlaceOf(_digitsBefore[i], shift)];
            timers[place] = _timersBefore[i];
            digits[place] = _digitsBefore[i];
        }

        // The ends have become the starts.
        for (var place = 0; place < Radix; place++)
        {
            var end = place + 1 < Radix ? ends[place + 1] : timers.Length;
            if (end - ends[place] > 1)
                digits[ends[place]..end].Sort(timers[ends[place]..end]);
        }
    }

    private void SortEqual(Span<OrderedTimer<TKey>> timers, Span<ulong> digits, int offset)
    {
        for (int start = 0, end; start < timers.Length; start = end)
        {
            for (end = start + 1; end < timers.Length && digits[end] == digits[start];)
                end++;
            Sort(timers[start..end], digits[start..end], offset);
        }
    }

    private static void CountPlaces(Span<ulong> digits, int shift, Span<int> ends)
    {
        ends.Clear();
        foreach (var digit in digits)
            ends[PlaceOf(digit, shift)]++;
        for (var place = 1; place < Radix; place++)
            ends[place] += ends[place - 1];
    }

    private static int PlaceOf(ulong digits, int shift) => (int)(digits >> shift) & (Radix - 1);

    /// <summary>Reads 8 bytes of an encoded key as a number of the same order. Bytes after its end count as 0.</summary>
    [SkipLocalsInit]
    private ulong DigitsOf(in TKey key, int offset, out int length)
    {
        var writer = new KeyWriter(stackalloc byte[StackLength]);
        Write(ref writer, in key, operatorId);
        length = writer.Length;
        Span<byte> digits = stackalloc byte[sizeof(ulong)];
        digits.Clear();
        if (length > offset)
            writer.Written[offset..Math.Min(length, offset + sizeof(ulong))].CopyTo(digits);
        writer.Dispose();
        return BinaryPrimitives.ReadUInt64BigEndian(digits);
    }

    // The key was encoded within the record that it came with. Timers are ordered within others, which have not caused an error of the codec.
    private static void Write(ref KeyWriter writer, in TKey key, string operatorId)
    {
        try
        {
            TKeyCodec.Write(ref writer, in key);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            throw new StateWriteException(operatorId, key, exception);
        }
    }
}
