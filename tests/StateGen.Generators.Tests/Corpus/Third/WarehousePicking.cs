using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using StateGen;

namespace Corpus.Third.Picking;

public sealed record PickEvent(string Sku, int Bin, int Quantity, bool Urgent, bool Cancelled);

public sealed record PickList(string Warehouse, int Open, int Urgent);

public sealed class BinStock
{
    public int Quantity;

    public int Reserved { get; set; }
}

public sealed class PickTask
{
    public string Sku { get; set; } = "";

    public int Left { get; set; }

    public bool Done { get; set; }
}

public sealed class Plan
{
    public Dictionary<int, List<PickTask>> ByBin { get; set; } = [];

    public int Version { get; set; }
}

public interface IPlanner
{
    void Assign(Plan plan, PickEvent pick);
}

public sealed class NearestBinPlanner : IPlanner
{
    public void Assign(Plan plan, PickEvent pick)
    {
        if (!plan.ByBin.TryGetValue(pick.Bin, out var tasks))
            plan.ByBin[pick.Bin] = tasks = [];
        tasks.Add(new PickTask { Sku = pick.Sku, Left = pick.Quantity });
        plan.Version++;
    }
}

[Operator("picking-plans")]
public sealed partial class Plans : KeyedOperator<string, PickEvent, PickList>
{
    private readonly NearestBinPlanner _planner = new();

    [State(Copy = true)] private partial Plan? Plan { get; set; }
    [State(Copy = true)] private partial List<PickTask>? Urgent { get; set; }
    [State(Copy = true)] private partial List<PickTask>? Normal { get; set; }

    protected override void OnEvent(PickEvent pick, OperatorContext<PickList> context)
    {
        var plan = Plan;
        if (plan is null)
        {
            plan = new Plan();
            _planner.Assign(plan, pick);
            Plan = plan;
            return;
        }

        if (pick.Cancelled)
        {
            Cancel(pick.Sku);
            return;
        }

        _planner.Assign(plan, pick); // expect: SG2007
        (pick.Urgent ? Urgent : Normal)?.Add(new PickTask { Sku = pick.Sku, Left = pick.Quantity }); // expect: SG2007
        context.Emit(new PickList(Key, plan.ByBin.Count, Urgent?.Count ?? 0));
    }

    private void Cancel(string sku)
    {
        void Strike(List<PickTask>? tasks)
        {
            if (tasks is null)
                return;
            for (var i = tasks.Count - 1; i >= 0; i--)
            {
                if (tasks[i].Sku == sku)
                    tasks.RemoveAt(i);
            }
        }

        Strike(Normal); // expect: SG2007

        // The urgent ones are stored again.
        var urgent = Urgent;
        Strike(urgent);
        Urgent = urgent;
    }

    protected override void OnTimer(FiredTimer timer, OperatorContext<PickList> context)
    {
        if (Plan is not { ByBin: var bins } || bins.Count == 0)
            return;

        foreach (var (_, tasks) in bins)
        {
            foreach (var task in tasks.Where(static task => task.Left == 0))
                task.Done = true; // expect: SG2007
        }
    }
}

[Operator("picking-stock")]
public sealed partial class Stock : KeyedOperator<string, PickEvent, PickList>
{
    [State(Copy = true), Ttl(Days = 30)] private partial MapState<int, BinStock> Bins { get; }
    [State(Copy = true)] private partial SortedSet<int>? Empty { get; set; }

    protected override void OnEvent(PickEvent pick, OperatorContext<PickList> context)
    {
        if (!Bins.TryGetValue(pick.Bin, out var bin))
        {
            Bins[pick.Bin] = new BinStock { Quantity = 100 };
            return;
        }

        if (pick.Cancelled)
        {
            Interlocked.Add(ref bin.Quantity, pick.Quantity); // expect: SG2007
            return;
        }

        bin.Quantity -= pick.Quantity;
        if (bin.Quantity < 0)
        {
            bin.Quantity = 0; // expect: SG2007
            context.Emit(new PickList(Key, 0, 0));
            return;
        }

        Bins[pick.Bin] = bin;
        Free(bin.Quantity == 0 ? pick.Bin : null);
    }

    private void Free(int? bin)
    {
        var empty = Empty ?? [];
        if (bin is { } number)
            empty.Add(number); // expect: SG2007
        if (empty.Count <= 5)
            return;
        empty.Clear();
        Empty = empty;
    }
}
