namespace Corpus.IndustryCorrect.TurbineWindow;

public enum Signal
{
    Power,
    Fault,
    Stop,
    Start,
}

public readonly record struct Sample(Signal Signal, double Watts, int Slot, int Code);

public readonly record struct Alarm(string Turbine, string Text, double Value);

public sealed class TurbineStatus
{
    public bool Stopped { get; set; }

    public int Faults { get; set; }

    public int LastCode { get; set; }
}

[Operator("industrycorrect.turbinewindow")]
internal sealed partial class TurbineWindow : KeyedOperator<string, Sample, Alarm>
{
    private const int Slots = 60;
    private static readonly double[] Limits = [0.25, 0.5, 0.75, 0.9];
    private static readonly TimeSpan Hold = TimeSpan.FromMinutes(3);

    private readonly List<double> _scratch = new(Slots);
    private string? _unit;

    [State(Copy = true)] private partial double[]? Window { get; set; }

    [State(Copy = true)] private partial Queue<double>? Recent { get; set; }

    [State(Copy = true)] private partial TurbineStatus? Status { get; set; }

    [State] private partial double PreviousWatts { get; set; }

    [State] private partial DateTimeOffset? Deadline { get; set; }

    [State] private partial ListState<double> History { get; }

    protected override void OnEvent(Sample value, OperatorContext<Alarm> context)
    {
        if (Deadline is { } previous)
            context.Timers.DeleteEventTime(previous);
        Deadline = context.Timestamp + Hold;
        context.Timers.RegisterEventTime(Deadline.Value);

        _unit ??= Environment.Is64BitProcess ? "W" : "w";
        if (value.Signal == Signal.Power)
            Measure(value, context);
        else
            Transition(value, context);
    }

    protected override void OnTimer(FiredTimer timer, OperatorContext<Alarm> context)
    {
        Deadline = null;
        context.Emit(new Alarm(Key, $"silent, median {Median():0} {_unit}", PreviousWatts));
    }

    private void Measure(Sample value, OperatorContext<Alarm> context)
    {
        if (value.Watts > PreviousWatts * 4 && PreviousWatts > 0)
            context.Emit(new Alarm(Key, "spike", value.Watts));
        PreviousWatts = value.Watts;

        var window = Window ?? new double[Slots];
        var probe = value.Slot % Slots;
        do
        {
            ref var slot = ref window[probe];
            if (slot == 0)
            {
                slot = value.Watts;
                break;
            }
            probe = (probe + 1) % Slots;
        }
        while (probe != value.Slot % Slots);
        Window = window;

        var recent = Recent ?? new Queue<double>();
        recent.Enqueue(value.Watts);
        while (recent.Count > 5)
            recent.Dequeue();
        Recent = recent;

        History.Add(value.Watts);
        if (History.Count() > 2 * Slots)
            History.Update(History.TakeLast(Slots).ToList());
        Classify(value.Watts, recent, context);
    }

    private void Classify(double watts, Queue<double> recent, OperatorContext<Alarm> context)
    {
        Span<int> counts = stackalloc int[Limits.Length];
        var highest = recent.Max();
        foreach (var sample in recent)
        {
            for (var i = 0; i < Limits.Length; i++)
            {
                if (sample < Limits[i] * highest)
                    continue;
                counts[i]++;
            }
        }
        if (counts[^1] == recent.Count)
            context.Emit(new Alarm(Key, "flat", watts));
    }

    private double Median()
    {
        _scratch.Clear();
        foreach (var watts in Window ?? [])
        {
            if (watts > 0)
                _scratch.Add(watts);
        }
        if (_scratch.Count == 0)
            return 0;
        _scratch.Sort();
        return _scratch[_scratch.Count / 2];
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
                status.Stopped = true;
                break;
            case Signal.Start:
                status.Stopped = false;
                break;
            default:
                throw new InvalidOperationException($"Unknown signal {value.Signal}.");
        }
        Status = status;
    }
}
