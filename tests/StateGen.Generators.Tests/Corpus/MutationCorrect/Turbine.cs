namespace Corpus.MutationCorrect.Turbine;

public sealed record Rotation(double Speed, double Pitch, int Blade);

public sealed class Blades
{
    public double[] Pitch { get; set; } = new double[3];

    public double[] Speed { get; set; } = new double[3];
}

[Operator("mutationcorrect.turbine")]
internal sealed partial class Turbine : KeyedOperator<int, Rotation, double>
{
    [State(Copy = true)] private partial Blades? Blades { get; set; }

    [State(Copy = true)] private partial float[]? Curve { get; set; }

    protected override void OnEvent(Rotation value, OperatorContext<double> context)
    {
        var blades = Blades ?? new Blades();
        try
        {
            blades.Pitch[value.Blade] = value.Pitch;
            if (value.Pitch > 90)
                return;
            ref var speed = ref blades.Speed[value.Blade];
            speed = (speed + value.Speed) / 2;
            context.Emit(speed);
        }
        finally
        {
            Blades = blades;
        }

        var curve = Curve ?? new float[8];
        var span = curve.AsSpan();
        span[1..].CopyTo(span);
        span[^1] = (float)value.Speed;
        if (span.ContainsAnyExceptInRange(0f, 200f))
            throw new InvalidOperationException($"The speed of turbine {Key} is implausible.");
        Curve = curve;
    }
}
