namespace Corpus.Industry.TurbineTelemetry;

public enum Signal
{
    Power,
    Fault,
    Stop,
    Start,
    Calibrate,
}

public readonly record struct Sample(Signal Signal, double Watts, int Slot, int Code);

public readonly record struct Alarm(string Turbine, string Text, double Value);

public sealed class TurbineStatus
{
    public bool Stopped { get; set; }

    public int Faults { get; set; }

    public int Starts { get; set; }

    public int LastCode { get; set; }
}

[Operator("industry.turbinetelemetry")]
internal sealed partial class TurbineTelemetry : KeyedOperator<string, Sample, Alarm>
{
    private const int Slots = 60;
    private static readonly TimeSpan Hold = TimeSpan.FromMinutes(3);

    private double _previousWatts; // expect: SG2001
    private readonly int[] _histogram = new int[16]; // expect: SG2001

    [State(Copy = true)] private partial double[]? Window { get; set; }

    [State(Copy = true)] private partial double[]? Offsets { get; set; }

    [State(Copy = true)] private partial Queue<double>? Recent { get; set; }

    [State(Copy = true)] private partial TurbineStatus? Status { get; set; }

    [State, Ttl(Days = 7)] private partial ListState<double> History { get; }

    protected override void OnEvent(Sample value, OperatorContext<Alarm> context)
    {
        context.Timers.RegisterEventTime(context.Timestamp.Add(Hold)); // expect: SG2013
        Window ??= new double[Slots];
        Recent ??= new Queue<double>();
        Offsets ??= [0, 0, 0];

        if (value.Signal == Signal.Power)
        {
            Measure(value, context);
            return;
        }
        Transition(value, context);
    }

    protected override void OnTimer(FiredTimer timer, OperatorContext<Alarm> context)
    {
        if (Status is { Stopped: true, Faults: > 3 } status)
            context.Emit(new Alarm(Key, "stopped after faults", status.Faults));
    }

    private void Measure(Sample value, OperatorContext<Alarm> context)
    {
        if (value.Watts > _previousWatts * 4 && _previousWatts > 0)
            context.Emit(new Alarm(Key, "spike", value.Watts));
        _previousWatts = value.Watts;

        ref var bucket = ref _histogram[Math.Clamp((int)(value.Watts / 250_000), 0, 15)];
        bucket++;
        if (bucket % 10_000 == 0)
            context.Emit(new Alarm(Key, "histogram", bucket));

        var window = Window!;
        var probe = value.Slot % Slots;
        while (true)
        {
            if (window[probe] == 0)
            {
                window[probe] = value.Watts; // expect: SG2007
                break;
            }
            probe = (probe + 1) % Slots;
            if (probe == value.Slot % Slots)
                break;
        }

        Recent!.Enqueue(value.Watts); // expect: SG2007
        if (Recent.Count > 5)
            Recent.Dequeue(); // expect: SG2007

        var history = new List<double>(History);
        history.Add(value.Watts);
        History.Update(history); // expect: SG2012
    }

    private void Transition(Sample value, OperatorContext<Alarm> context)
    {
        var status = Status ?? new TurbineStatus();
        status.LastCode = value.Code;
        switch (value.Signal)
        {
            case Signal.Fault when value.Code >= 900:
                status.Faults++;
                context.Emit(new Alarm(Key, "emergency stop", value.Code));
                goto case Signal.Stop;
            case Signal.Fault:
                status.Faults++;
                break;
            case Signal.Stop:
                status.Stopped = true; // expect: SG2007
                return;
            case Signal.Start:
                status.Starts++;
                status.Stopped = false;
                break;
            case Signal.Calibrate:
                Calibrate(value);
                break;
            default:
                throw new InvalidOperationException($"Unknown signal {value.Signal}.");
        }
        Status = status;
    }

    private void Calibrate(Sample value)
    {
        Span<double> offsets = Offsets;
        if (value.Slot < offsets.Length)
            offsets[value.Slot] = value.Watts; // expect: SG2007
    }
}
