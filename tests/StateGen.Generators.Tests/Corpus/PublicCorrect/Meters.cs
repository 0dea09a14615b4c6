using System.Buffers;

namespace Corpus.PublicCorrect.Meters;

public sealed record MeterReading(int Slot, double KilowattHours, bool Estimated);

public sealed record DayProfile(string Meter, double Median, double Peak, IReadOnlyList<double> Smoothed);

[Operator("publiccorrect.meters")]
public sealed partial class MeterProfiles : KeyedOperator<string, MeterReading, DayProfile>
{
    private const int Slots = 96;

    [State(Copy = true)] private partial double[]? Load { get; set; }

    [State(Copy = true)] private partial List<int>? Gaps { get; set; }

    [State(Copy = true)] private partial Queue<double>? Recent { get; set; }

    [State] private partial bool Scheduled { get; set; }

    protected override void OnEvent(MeterReading reading, OperatorContext<DayProfile> context)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(reading.Slot, Slots);
        if (!Scheduled)
        {
            Gaps = [.. Enumerable.Range(0, Slots)];
            context.Timers.RegisterEventTime(context.Timestamp.AddDays(1));
            Scheduled = true;
        }

        var array = Load ?? new double[Slots];
        Span<double> load = array;
        load[reading.Slot] += reading.KilowattHours;
        Load = array;

        if (Gaps is { Count: > 0 } gaps && !reading.Estimated)
        {
            gaps.Remove(reading.Slot);
            Gaps = gaps.Count == 0 ? null : gaps;
        }

        Recent = Shift(Recent, reading.KilowattHours);
    }

    protected override void OnTimer(FiredTimer timer, OperatorContext<DayProfile> context)
    {
        if (Load is null)
            return;

        var sorted = Load.ToArray();
        Array.Sort(sorted);

        var smoothed = ArrayPool<double>.Shared.Rent(Slots);
        try
        {
            Smooth(Load, smoothed);
            context.Emit(new DayProfile(Key, sorted[Slots / 2], sorted[^1], smoothed[..Slots]));
        }
        finally
        {
            ArrayPool<double>.Shared.Return(smoothed, clearArray: true);
        }

        ClearState();
    }

    private static Queue<double> Shift(Queue<double>? queue, double value)
    {
        queue ??= new Queue<double>();
        queue.Enqueue(value);
        if (queue.Count > 4)
            queue.Dequeue();
        return queue;
    }

    private static void Smooth(ReadOnlySpan<double> source, Span<double> target)
    {
        target[0] = source[0];
        for (var i = 1; i < source.Length; i++)
            target[i] = (source[i - 1] + source[i]) / 2;
    }
}
