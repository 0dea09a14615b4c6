namespace Corpus.Mutation.VibrationMonitor;

public sealed record Sample(int Axis, float Amplitude, int Mode);

public sealed class Spectrum
{
    public float[] Bins { get; set; } = new float[32];

    public byte[] Raw { get; set; } = new byte[16];

    public int[][] Axes { get; set; } = [[0, 0], [0, 0], [0, 0]];
}

[Operator("mutation.vibration-monitor")]
internal sealed partial class VibrationMonitor : KeyedOperator<long, Sample, float>
{
    [State(Copy = true)] private partial Spectrum? Latest { get; set; }

    [State(Copy = true)] private partial float[]? Baseline { get; set; }

    [State(Copy = true), Ttl(Hours = 6)] private partial MapState<int, float[]> PerAxis { get; }

    protected override void OnEvent(Sample value, OperatorContext<float> context)
    {
        var spectrum = Latest;
        if (spectrum is null)
        {
            Latest = new Spectrum();
            return;
        }

        switch (value.Mode)
        {
            case 0:
                Span<float> bins = spectrum.Bins;
                bins[value.Axis] = value.Amplitude; // expect: SG2007
                break;
            case 1:
                spectrum.Raw.AsSpan(4, 8).Fill(0xFF); // expect: SG2007
                break;
            case 2:
                Baseline.AsSpan().Reverse(); // expect: SG2007
                break;
            case 3:
                ref var bin = ref spectrum.Bins[value.Axis];
                if (bin < value.Amplitude)
                    bin = value.Amplitude; // expect: SG2007
                break;
            case 4:
                spectrum.Axes[value.Axis][0]++; // expect: SG2007
                break;
            case 5:
                if (PerAxis.TryGetValue(value.Axis, out var axis))
                    axis.AsSpan()[..4].Clear(); // expect: SG2007
                break;
            default:
                Blend(value, context);
                break;
        }
    }

    private void Blend(Sample value, OperatorContext<float> context)
    {
        var baseline = Baseline ?? new float[3];
        for (var i = 0; i < baseline.Length; i++)
        {
            ref float entry = ref baseline[i];
            entry = (entry * 0.9f) + (value.Amplitude * 0.1f); // expect: SG2007
        }

        context.Emit(baseline[value.Axis]);

        foreach (ref var level in (PerAxis.GetValueOrDefault(value.Axis) ?? []).AsSpan())
            level *= 2; // expect: SG2007

        Memory<float> memory = PerAxis.GetValueOrDefault(0);
        memory.Span[0] = value.Amplitude; // expect: SG2007
    }
}
