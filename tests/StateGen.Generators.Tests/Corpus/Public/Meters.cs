using System.Runtime.InteropServices;

namespace Corpus.Public.Meters;

public sealed record MeterReading(int Slot, double KilowattHours, bool Estimated);

public sealed record DayProfile(string Meter, double Total, double Peak);

[Operator("public.meters")]
public sealed partial class MeterProfiles : KeyedOperator<string, MeterReading, DayProfile>
{
    private const int Slots = 96;

    [State(Copy = true)] private partial double[]? Load { get; set; }

    [State(Copy = true)] private partial List<int>? Gaps { get; set; }

    [State(Copy = true)] private partial Queue<double>? Recent { get; set; }

    [State] private partial bool Scheduled { get; set; }

    protected override void OnEvent(MeterReading reading, OperatorContext<DayProfile> context)
    {
        if (!Scheduled)
        {
            Load = new double[Slots];
            Gaps = [.. Enumerable.Range(0, Slots)];
            context.Timers.RegisterEventTime(context.Timestamp.AddDays(1));
            Scheduled = true;
        }

        Span<double> load = Load;
        load[reading.Slot] += reading.KilowattHours; // expect: SG2007

        if (Gaps is { Count: > 0 } gaps && !reading.Estimated)
            gaps.Remove(reading.Slot); // expect: SG2007

        var recent = Recent ?? new Queue<double>();
        recent.Enqueue(reading.KilowattHours);
        if (recent.Count > 4)
        {
            recent.Dequeue(); // expect: SG2007
            return;
        }

        Recent = recent;
    }

    protected override void OnTimer(FiredTimer timer, OperatorContext<DayProfile> context)
    {
        var profile = Load!;
        ref var last = ref profile[^1];
        if (last < 0)
            last = 0; // expect: SG2007

        foreach (ref var gap in CollectionsMarshal.AsSpan(Gaps))
            gap++; // expect: SG2007

        context.Emit(new DayProfile(Key, Load!.Sum(), Load!.Max()));
    }
}
