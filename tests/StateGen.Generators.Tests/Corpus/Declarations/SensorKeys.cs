using System.Collections.Immutable;

namespace Corpus.Declarations.SensorKeys;

public sealed record Signal(string Sensor, int Channel, double Value);

public sealed class Position
{
    public int Row { get; set; }

    public int Column { get; set; }
}

public sealed record Path(ImmutableArray<string> Segments);

public readonly record struct Cell(int Row, int Column);

[Operator("declarations.sensorkeys.positions")] public sealed partial class ByPosition : KeyedOperator<Position, Signal, double> // expect: SG1013
{
    [State] private partial double Sum { get; set; }

    protected override void OnEvent(Signal signal, OperatorContext<double> context) => context.Emit(Sum += signal.Value);
}

[Operator("declarations.sensorkeys.paths")] public sealed partial class ByPath : KeyedOperator<Path, Signal, double> // expect: SG1013
{
    [State] private partial double Highest { get; set; }

    protected override void OnEvent(Signal signal, OperatorContext<double> context)
    {
        if (signal.Value <= Highest)
            return;
        Highest = signal.Value;
        context.Emit(Highest);
    }
}

[Operator("declarations.sensorkeys.frames")] public sealed partial class ByFrame : KeyedOperator<byte[], Signal, int> // expect: SG1013
{
    [State] private partial int Frames { get; set; }

    protected override void OnEvent(Signal signal, OperatorContext<int> context) => context.Emit(++Frames);
}

[Operator("declarations.sensorkeys")]
public sealed partial class SensorKeys : KeyedOperator<Cell, Signal, double>
{
    [State, Ttl(Days = 1)] private partial MapState<Uri, double> ByAddress { get; } // expect: SG1013
    [State, Ttl(Days = 1)] private partial MapState<(string Sensor, List<int> Channels), double> ByChannels { get; } // expect: SG1013
    [State, Ttl(Days = 1)] private partial MapState<Cell, double> ByCell { get; }

    protected override void OnEvent(Signal signal, OperatorContext<double> context)
    {
        ByCell[Key with { Column = signal.Channel }] = signal.Value;
        context.Emit(signal.Value);
    }
}
