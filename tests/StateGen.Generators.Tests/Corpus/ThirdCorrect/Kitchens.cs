using System;
using System.Collections.Generic;
using System.Linq;
using StateGen;

namespace Corpus.Third.Kitchens;

public sealed record OrderEvent(string Table, string Dish, int Count, bool Served);

public sealed record Late(string Table, string Dish);

/// <summary>Loops that change what they read, in the ways that work.</summary>
[Operator("kitchens-open")]
public sealed partial class OpenOrders : KeyedOperator<string, OrderEvent, Late>
{
    [State] private partial MapState<string, int> Open { get; }
    [State] private partial ListState<string> Served { get; }

    protected override void OnEvent(OrderEvent order, OperatorContext<Late> context)
    {
        if (!order.Served)
        {
            Open[order.Dish] = Open.GetValueOrDefault(order.Dish) + order.Count;
            return;
        }

        foreach (var (dish, count) in Open)
        {
            if (dish != order.Dish)
                continue;
            if (count <= order.Count)
                Open.Remove(dish);
            else
                Open[dish] = count - order.Count;
            break;
        }

        Served.Add(order.Dish);
        Serve(order.Dish);
    }

    protected override void OnTimer(FiredTimer timer, OperatorContext<Late> context)
    {
        foreach (var dish in Open.Keys.ToArray())
        {
            context.Emit(new Late(Key, dish));
            Open[dish] = 0;
        }

        using var cursor = Open.OpenCursor();
        while (cursor.MoveNext())
        {
            if (cursor.Current.Value == 0)
                cursor.RemoveCurrent();
        }

        List<string>? gone = null;
        foreach (var dish in Served)
        {
            if (dish.Length == 0)
                (gone ??= []).Add(dish);
        }

        if (gone is not null)
            Served.Update(Served.Except(gone));
    }

    private bool Serve(string dish)
    {
        foreach (var name in Open.Keys)
        {
            if (name.StartsWith(dish, StringComparison.Ordinal))
                return Open.Remove(name);
        }

        return false;
    }
}

/// <summary>The lists are limited, filtered or sorted, so they have to be written again.</summary>
[Operator("kitchens-lists")]
public sealed partial class Lists : KeyedOperator<string, OrderEvent, Late>
{
    private const int Most = 20;

    [State] private partial ListState<string> Recent { get; }
    [State] private partial ListState<int> Sorted { get; }
    [State] private partial ListState<OrderEvent> Waiting { get; }

    protected override void OnEvent(OrderEvent order, OperatorContext<Late> context)
    {
        Recent.Update(Recent.Append(order.Dish).TakeLast(Most));

        var sorted = Sorted.ToList();
        sorted.Add(order.Count);
        sorted.Sort();
        Sorted.Update(sorted);

        if (order.Served)
        {
            var waiting = Waiting.Where(other => other.Dish != order.Dish).ToList();
            Waiting.Clear();
            Waiting.AddRange(waiting);
        }
        else
        {
            Waiting.Add(order);
        }
    }

    protected override void OnTimer(FiredTimer timer, OperatorContext<Late> context)
    {
        foreach (var order in Waiting)
            context.Emit(new Late(order.Table, order.Dish));
        Waiting.Clear();
        Sorted.Update([]);
    }
}
