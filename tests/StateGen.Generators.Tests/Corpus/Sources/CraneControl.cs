using System.Threading;

namespace Corpus.Sources.CraneControl;

public sealed record Move(int Crane, int Row, int Bay, bool Heavy);

[Operator("sources.cranecontrol")]
public sealed partial class CraneControl : KeyedOperator<int, Move, string>
{
    private static readonly SemaphoreSlim Yard = new(2);
    private readonly ManualResetEvent _released = new(initialState: false);
    private readonly AutoResetEvent _clearance;
    private readonly object _signal = new();

    public CraneControl(AutoResetEvent clearance) => _clearance = clearance;

    [State] private partial int Moves { get; set; }
    [State] private partial int? Bay { get; set; }

    protected override void OnEvent(Move move, OperatorContext<string> context)
    {
        if (!Yard.Wait(TimeSpan.FromSeconds(1))) // expect: SG2011
        {
            context.Emit($"crane {Key} waits");
            return;
        }

        try
        {
            if (move.Heavy)
                _clearance.WaitOne(); // expect: SG2011
            Bay = move.Bay;
            Moves++;
        }
        finally
        {
            Yard.Release();
        }

        if (Moves % 100 == 0)
            AwaitInspection();
        context.Emit($"crane {Key} at {move.Row}/{move.Bay}");
    }

    protected override void OnTimer(FiredTimer timer, OperatorContext<string> context)
    {
        Yard.Wait(); // expect: SG2011
        Yard.Release();
        WaitHandle.WaitAny([_released, _clearance]); // expect: SG2011
        if (_released.WaitOne(0))
            context.Emit($"crane {Key} released");
    }

    private void AwaitInspection()
    {
        lock (_signal)
            Monitor.Wait(_signal, TimeSpan.FromSeconds(5)); // expect: SG2011
    }
}

[Operator("sources.cranecontrol.plans")]
public sealed partial class CranePlans(Semaphore licences, CountdownEvent cranes) : KeyedOperator<int, Move, int>
{
    private readonly ManualResetEventSlim _planned = new();
    private readonly object _changed = new();

    [State] private partial int Cost { get; set; }

    protected override void OnEvent(Move move, OperatorContext<int> context)
    {
        licences.WaitOne(TimeSpan.FromMilliseconds(50), exitContext: false); // expect: SG2011
        var cost = 0;
        var planner = new Thread(() => cost = Plan(move));
        planner.Start();
        planner.Join(); // expect: SG2011
        Cost += cost;
        context.Emit(Cost);
    }

    protected override void OnTimer(FiredTimer timer, OperatorContext<int> context)
    {
        cranes.Wait(); // expect: SG2011
        _planned.Wait(CancellationToken.None); // expect: SG2011
        lock (_changed)
        {
            while (cranes.CurrentCount > 0)
                Monitor.Wait(_changed); // expect: SG2011
        }

        context.Emit(Cost);
    }

    private static int Plan(Move move) => move.Row * move.Row + move.Bay * (move.Heavy ? 3 : 1);
}

[Operator("sources.cranecontrol.shifts")]
public sealed partial class CraneShifts : KeyedOperator<int, Move, int>
{
    [State] private partial int Highest { get; set; }

    protected override void OnEvent(Move move, OperatorContext<int> context)
    {
        var results = new int[4];
        Thread[] workers = [.. Enumerable.Range(0, results.Length).Select(i => new Thread(() => results[i] = move.Bay * i))];
        foreach (var worker in workers)
            worker.Start();
        foreach (var worker in workers)
            if (!worker.Join(TimeSpan.FromSeconds(1))) // expect: SG2011
                return;
        Highest = Math.Max(Highest, results.Max());
        if (Monitor.TryEnter(results))
        {
            Monitor.Wait(results, 10); // expect: SG2011
            Monitor.Exit(results);
        }

        workers[0].Join(100); // expect: SG2011
        context.Emit(Highest);
    }
}
