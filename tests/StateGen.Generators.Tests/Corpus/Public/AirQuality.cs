using System.Threading;

namespace Corpus.Public.AirQuality;

public sealed record Sample(string Station, double Pm10, double Ozone, string Raw);

public sealed record Alarm(string Station, string Text);

[Operator("public.air-quality")]
public sealed partial class AirQuality(int grace, Func<string, double> limitOf) : KeyedOperator<string, Sample, Alarm> // expect: SG2001
{
    private static long s_samples; // expect: SG2001
    private double _min = double.MaxValue; // expect: SG2001
    private double _max; // expect: SG2001
    private double? _limit; // expect: SG2001
    private int _battery; // expect: SG2001
    private readonly double[] _hourly = new double[24]; // expect: SG2001

    private string? LastAlarm { get; set; } // expect: SG2001

    [State] private partial int Exceeded { get; set; }

    protected override void OnEvent(Sample sample, OperatorContext<Alarm> context)
    {
        Interlocked.Increment(ref s_samples);
        var milliseconds = context.Timestamp.ToUnixTimeMilliseconds();
        context.Timers.RegisterEventTime(DateTimeOffset.FromUnixTimeMilliseconds(milliseconds + 60_000)); // expect: SG2013
        if (grace > 0)
        {
            grace--;
            return;
        }

        (_min, _max) = (Math.Min(_min, sample.Pm10), Math.Max(_max, sample.Pm10));
        _limit ??= limitOf(sample.Station);

        ref var hour = ref _hourly[context.Timestamp.Hour];
        hour = Math.Max(hour, sample.Ozone);

        if (!int.TryParse(sample.Raw, out _battery))
            return;

        Exceeded = sample.Pm10 > _limit ? Exceeded + 1 : 0;
        if (Exceeded < 3 || LastAlarm == sample.Station)
            return;

        LastAlarm = sample.Station;
        context.Emit(new Alarm(sample.Station, $"{sample.Pm10} between {_min} and {_max}, battery {_battery}, ozone {hour}"));
    }
}
