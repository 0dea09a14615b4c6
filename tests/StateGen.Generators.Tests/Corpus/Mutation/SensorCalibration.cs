namespace Corpus.Mutation.SensorCalibration;

public sealed record Raw(int Channel, int Value);

public sealed class Calibration
{
    public int Offset;

    public int Gain;

    public int[] Corrections { get; set; } = new int[4];

    public List<int> Seen { get; set; } = [];
}

internal static class Filters
{
    public static void Smooth(ref int target, int sample) => target += (sample - target) / 4;

    public static bool TryScale(int sample, out int gain)
    {
        gain = sample / 2;
        return gain != 0;
    }

    public static void Replace(ref List<int> list, int sample)
    {
        list.Clear();
        list.Add(sample);
    }

    public static void Swap<T>(ref T left, ref T right) => (left, right) = (right, left);
}

[Operator("mutation.sensor-calibration")]
internal sealed partial class SensorCalibration : KeyedOperator<int, Raw, int>
{
    [State(Copy = true)] private partial Calibration? Active { get; set; }

    [State(Copy = true)] private partial int[]? Zeroes { get; set; }

    [State(Copy = true)] private partial List<int>? Outliers { get; set; }

    protected override void OnEvent(Raw value, OperatorContext<int> context)
    {
        var active = Active ?? new Calibration();
        Filters.Smooth(ref active.Offset, value.Value); // expect: SG2007
        context.Emit(value.Value - active.Offset);

        if (Active is { } known && Filters.TryScale(value.Value, out known.Gain)) // expect: SG2007
            context.Emit(known.Gain);

        Zeroes ??= new int[2];
        Filters.Smooth(ref Zeroes[0], value.Value); // expect: SG2007

        var zeroes = Zeroes;
        Filters.Swap(ref zeroes[0], ref zeroes[1]); // expect: SG2007

        var outliers = Outliers ?? [];
        Filters.Replace(ref outliers, value.Channel); // expect: SG2007

        Parse(value);
    }

    private void Parse(Raw value)
    {
        var corrections = Active?.Corrections ?? [];
        if (corrections.Length == 4)
            int.TryParse($"{value.Channel}{value.Value}", out corrections[value.Channel & 3]); // expect: SG2007
    }
}
