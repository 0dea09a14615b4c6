using StateGen;

namespace StateGenApp._1;

/// <summary>Adds up the orders of a customer on one day, and emits and forgets them when the day is over.</summary>
[Operator("daily-totals")] // the stable id of the state in checkpoints; the class may be renamed
public sealed partial class DailyTotals : KeyedOperator<CustomerDay, Order, DailyTotal>
{
    [State] private partial long Orders { get; set; }

    [State] private partial decimal Amount { get; set; }

    [State] private partial MapState<string, long> OrdersByProduct { get; }

    private DateTimeOffset EndOfDay => new(Key.Day.AddDays(1), TimeOnly.MinValue, TimeSpan.Zero);

    /// <inheritdoc/>
    protected override void OnEvent(Order order, OperatorContext<DailyTotal> context)
    {
        if (Orders == 0)
            context.Timers.RegisterEventTime(EndOfDay);
        Orders++;
        Amount += order.Amount;
        OrdersByProduct[order.Product] = OrdersByProduct.GetValueOrDefault(order.Product) + 1;
    }

    /// <inheritdoc/>
    protected override void OnTimer(FiredTimer timer, OperatorContext<DailyTotal> context)
    {
        var favourite = OrdersByProduct.OrderByDescending(entry => entry.Value).ThenBy(entry => entry.Key, StringComparer.Ordinal).First().Key;
        context.Emit(new DailyTotal(Key.Day, Key.Customer, Orders, Amount, favourite));
        ClearState();
    }
}
