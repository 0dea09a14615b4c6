using System.Collections.Immutable;

namespace StateGen.History.Tests.Ledgers;

/// <summary>
/// The operator whose state the checkpoints hold: every kind of state that existed when it was written. Its state does not change; what a later version adds
/// belongs in an operator of its own.
/// </summary>
/// <param name="sortsMaps">Whether it emits the entries of maps by their keys, where the backend hands them out in no particular order.</param>
[Operator("ledger")]
public sealed partial class Ledger(bool sortsMaps) : KeyedOperator<ShopDay, LedgerEvent, string>
{
    [State]
    private partial long Sales { get; set; }

    [State]
    private partial int? Largest { get; set; }

    [State]
    private partial decimal Revenue { get; set; }

    [State]
    private partial double Average { get; set; }

    [State]
    private partial string? Product { get; set; }

    [State]
    private partial Payment Payment { get; set; }

    [State]
    private partial DateTimeOffset? LastAt { get; set; }

    [State]
    private partial Receipt? Receipt { get; set; }

    [State]
    private partial IDiscount? Discount { get; set; }

    [State]
    private partial (int Number, string Product)? First { get; set; }

    [State]
    private partial ImmutableArray<int> Quantities { get; set; }

    [State]
    private partial ImmutableSortedSet<string>? Products { get; set; }

    [State(Copy = true)]
    private partial List<string>? Notes { get; set; }

    [State]
    [Ttl(Hours = LedgerTimes.LifetimeHours)]
    private partial string? Offer { get; set; }

    [State]
    private partial MapState<string, ProductTotal> Totals { get; }

    [State]
    [Ttl(Hours = LedgerTimes.LifetimeHours)]
    private partial MapState<int, decimal?> Prices { get; }

    [State]
    private partial ListState<Line> Lines { get; }

    [State]
    [Ttl(Hours = LedgerTimes.LifetimeHours)]
    private partial ListState<long> Recent { get; }

    protected override void OnEvent(LedgerEvent value, OperatorContext<string> context)
    {
        if (value.Sale is not { } sale)
        {
            context.Emit(LedgerLine.OfPage(Key, Read()));
            return;
        }

        SetTimers(context.Timers);
        KeepValues(sale, value.At);
        KeepEntries(sale);
        context.Emit(LedgerLine.OfSale(Key, Sales, Revenue, Offer, Totals.GetValueOrDefault(sale.Product), Recent));
    }

    protected override void OnTimer(FiredTimer timer, OperatorContext<string> context)
    {
        if (timer.Timestamp == LedgerTimes.EndOf(Key))
            context.Emit(LedgerLine.OfPage(Key, Read()));
        context.Emit(LedgerLine.OfTimer(Key, timer.Timestamp, Sales));
        if (timer.Timestamp == LedgerTimes.ClearingOf(Key))
            ClearState();
    }

    private void SetTimers(TimerService timers)
    {
        if (Sales == 0)
        {
            timers.RegisterEventTime(LedgerTimes.EndOf(Key));
            timers.RegisterEventTime(LedgerTimes.ClearingOf(Key));
            timers.RegisterEventTime(LedgerTimes.ReminderOf(Key));
        }
        else if (Sales == 1)
        {
            timers.DeleteEventTime(LedgerTimes.ReminderOf(Key));
        }
    }

    private void KeepValues(Sale sale, DateTimeOffset at)
    {
        Sales++;
        Largest = Math.Max(Largest ?? int.MinValue, sale.Quantity);
        Revenue += sale.Quantity * sale.Price;
        Average = (double)Revenue / Sales;
        Product = sale.Product;
        Payment = sale.Payment;
        LastAt = at;
        Receipt = new(NumberOf(Sales), at, [new(sale.Product, sale.Quantity, sale.Price), .. Receipt?.Lines.Take(1) ?? []]);
        Discount = sale.Payment == Payment.Slip ? new AmountOff(sale.Price / 2) : new PercentOff(sale.Quantity);
        First ??= (sale.Quantity, sale.Product);
        Quantities = Quantities.IsDefault ? [sale.Quantity] : Quantities.Add(sale.Quantity);
        Products = (Products ?? []).Add(sale.Product);
        Notes = [.. Notes ?? [], $"{sale.Product} {sale.Payment}"];
        if (sale.Payment == Payment.Slip)
            Offer = $"{sale.Product} at {sale.Price}";
    }

    private void KeepEntries(Sale sale)
    {
        var former = Totals.GetValueOrDefault(sale.Product) ?? new(0, 0);
        var total = new ProductTotal(former.Quantity + sale.Quantity, former.Revenue + (sale.Quantity * sale.Price));
        if (total.Quantity < 0)
            Totals.Remove(sale.Product);
        else
            Totals[sale.Product] = total;
        Prices[sale.Quantity] = sale.Price == 0 ? null : sale.Price;
        Lines.Add(new(sale.Product, sale.Quantity, sale.Price));
        Recent.Add(sale.Quantity);
    }

    private static Guid NumberOf(long sale) => new((int)sale, 1, 2, [3, 4, 5, 6, 7, 8, 9, 10]);

    private PageText Read() => new()
    {
        Sales = Sales,
        Largest = Largest,
        Revenue = Revenue,
        Average = Average,
        Product = Product,
        Payment = Payment,
        LastAt = LastAt,
        Receipt = Receipt,
        Discount = Discount,
        First = First,
        Quantities = Quantities.IsDefault ? [] : Quantities,
        Products = Products ?? [],
        Notes = Notes ?? [],
        Offer = Offer,
        Totals = sortsMaps ? Totals.OrderBy(total => total.Key, StringComparer.Ordinal) : Totals,
        Prices = sortsMaps ? Prices.OrderBy(price => price.Key) : Prices,
        Lines = Lines,
        Recent = Recent,
    };
}
