using System.Threading;

namespace Corpus.Threads.TurbineThreads;

public sealed record Spin(double Rpm, bool Brake);

[Operator("threads.turbine-threads")]
public sealed partial class TurbineWatch : KeyedOperator<int, Spin, string>
{
    [State] private partial double Peak { get; set; }

    [State] private partial int Brakes { get; set; }

    protected override void OnEvent(Spin spin, OperatorContext<string> context)
    {
        if (spin.Brake)
        {
            var worker = new Thread(() => Brakes++) { IsBackground = true }; // expect: SG2005
            worker.Start();
        }
        else if (spin.Rpm > 1_500)
        {
            new Thread(Report).Start(spin.Rpm); // expect: SG2005
        }

        Peak = Math.Max(Peak, spin.Rpm);
        ThreadStart log = delegate
        {
            Console.WriteLine("turbine {0}", Key); // expect: SG2005
        };
        new Thread(log).Start();
    }

    private void Report(object? rpm)
    {
        if ((double)rpm! > Peak)
            Console.WriteLine("new peak");
    }
}

[Operator("threads.turbine-threads.pool")]
public sealed partial class TurbinePool : KeyedOperator<int, Spin, string>
{
    [State] private partial int Queued { get; set; }

    [State, Ttl(Hours = 6)] private partial ListState<double> Samples { get; }

    protected override void OnEvent(Spin spin, OperatorContext<string> context)
    {
        ThreadPool.QueueUserWorkItem(_ => Samples.Add(spin.Rpm)); // expect: SG2005
        ThreadPool.QueueUserWorkItem(Enqueue, spin, preferLocal: true); // expect: SG2005
        ThreadPool.UnsafeQueueUserWorkItem(static self => ((TurbinePool)self!).Queued--, this); // expect: SG2005
    }

    protected override void OnTimer(FiredTimer timer, OperatorContext<string> context)
    {
        var samples = Samples;
        WaitCallback trim = _ =>
        {
            samples.Clear(); // expect: SG2005
        };
        ThreadPool.QueueUserWorkItem(trim);
    }

    private void Enqueue(Spin spin)
    {
        if (!spin.Brake)
            Queued++;
    }
}
