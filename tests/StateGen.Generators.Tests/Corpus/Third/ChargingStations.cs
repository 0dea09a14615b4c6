using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using StateGen;

namespace Corpus.Third.Charging;

public enum Phase
{
    Plugged,
    Charging,
    Done,
}

public sealed record MeterTick(string Station, Phase Phase, double KWh, IReadOnlyList<double> Samples);

public sealed record Bill(string Station, double KWh, int Ticks);

public sealed class WorkQueue
{
    private readonly List<Task> _running = [];

    public void Post(Action work) => _running.Add(Task.Run(work));
}

[Operator("charging-bills")]
public sealed partial class Bills(WorkQueue queue, CancellationToken stopping) : KeyedOperator<string, MeterTick, Bill>
{
    [State] private partial double Energy { get; set; }
    [State] private partial int Ticks { get; set; }

    protected override void OnEvent(MeterTick tick, OperatorContext<Bill> context)
    {
        switch (tick.Phase)
        {
            case Phase.Plugged:
                stopping.Register(() => Console.WriteLine(Energy)); // expect: SG2005
                break;
            case Phase.Charging:
                Parallel.ForEach(tick.Samples, sample =>
                {
                    if (sample > 0)
                        Energy += sample; // expect: SG2005
                });
                break;
            case Phase.Done:
                queue.Post(() => context.Emit(new Bill(tick.Station, tick.KWh, 0))); // expect: SG2005
                break;
        }
    }

    protected override void OnTimer(FiredTimer timer, OperatorContext<Bill> context)
    {
        _ = Task.Run(Settle); // expect: SG2005
    }

    private void Settle() => Ticks = 0;
}

[Operator("charging-peaks")]
public sealed partial class Peaks : KeyedOperator<string, MeterTick, double>
{
    [State] private partial double Peak { get; set; }

    protected override void OnEvent(MeterTick tick, OperatorContext<double> context)
    {
        var higher = tick.Samples.AsParallel().Where(sample => sample > Peak).Sum(); // expect: SG2005

        var worker = new Thread(() => context.Timers.RegisterEventTime(DateTimeOffset.UnixEpoch)); // expect: SG2005
        worker.Start();

        WaitCallback remember = _ => Peak = higher; // expect: SG2005
        ThreadPool.QueueUserWorkItem(remember);
    }
}

/// <summary>The parallel part knows only local variables.</summary>
[Operator("charging-mean")]
public sealed partial class Means : KeyedOperator<string, MeterTick, double>
{
    [State] private partial double Sum { get; set; }
    [State] private partial long Count { get; set; }

    protected override void OnEvent(MeterTick tick, OperatorContext<double> context)
    {
        var floor = Count == 0 ? 0 : Sum / Count;
        var accepted = tick.Samples.AsParallel().AsOrdered().Where(sample => sample >= floor / 10).ToArray();
        foreach (var sample in accepted)
        {
            Sum += sample;
            Count++;
        }

        if (Count > 0)
            context.Emit(Sum / Count);
    }
}
