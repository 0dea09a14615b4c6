namespace StateGen.History.Tests.Ledgers;

/// <summary>The content of one page in collections of .NET, computed from all its sales where that is possible.</summary>
internal sealed class ModelPage
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(LedgerTimes.LifetimeHours);
    private readonly List<(Sale Sale, DateTimeOffset At, TimeSpan Clock)> _sales = [];

    public long Sales => _sales.Count;

    public decimal Revenue => _sales.Aggregate(0m, (sum, entry) => sum + (entry.Sale.Quantity * entry.Sale.Price));

    /// <summary>Not from all sales: what was taken back below zero begins anew.</summary>
    public SortedDictionary<string, ProductTotal> Totals { get; } = new(StringComparer.Ordinal);

    public void Add(Sale sale, DateTimeOffset at, TimeSpan clock)
    {
        _sales.Add((sale, at, clock));
        var (quantity, revenue) = Totals.TryGetValue(sale.Product, out var former) ? (former.Quantity, former.Revenue) : (0, 0m);
        Totals[sale.Product] = new(quantity + sale.Quantity, revenue + (sale.Quantity * sale.Price));
        if (quantity + sale.Quantity < 0)
            Totals.Remove(sale.Product);
    }

    public string? OfferAt(TimeSpan clock)
    {
        var offers = _sales.Where(entry => entry.Sale.Payment == Payment.Slip);
        return offers.LastOrDefault() is { Sale: { } sale } offer && IsAlive(offer.Clock, clock) ? $"{sale.Product} at {sale.Price}" : null;
    }

    public IEnumerable<long> RecentAt(TimeSpan clock) => _sales.Where(entry => IsAlive(entry.Clock, clock)).Select(entry => (long)entry.Sale.Quantity);

    public PageText Read(TimeSpan clock)
    {
        var sales = _sales.Select(entry => entry.Sale).ToArray();
        var last = sales.LastOrDefault();
        return new()
        {
            Sales = Sales,
            Largest = last is null ? null : sales.Max(sale => sale.Quantity),
            Revenue = Revenue,
            Average = last is null ? 0 : (double)Revenue / Sales,
            Product = last?.Product,
            Payment = last?.Payment ?? Payment.Cash,
            LastAt = last is null ? null : _sales[^1].At,
            Receipt = last is null ? null : ReadReceipt(),
            Discount = last is null ? null : last.Payment == Payment.Slip ? new AmountOff(last.Price / 2) : new PercentOff(last.Quantity),
            First = last is null ? null : (sales[0].Quantity, sales[0].Product),
            Quantities = sales.Select(sale => sale.Quantity),
            Products = sales.Select(sale => sale.Product).Distinct().Order(StringComparer.Ordinal),
            Notes = sales.Select(sale => $"{sale.Product} {sale.Payment}"),
            Offer = OfferAt(clock),
            Totals = Totals,
            Prices = PricesAt(clock),
            Lines = sales.Select(ToLine),
            Recent = RecentAt(clock),
        };
    }

    private Receipt ReadReceipt() =>
        new(new Guid(_sales.Count, 1, 2, [3, 4, 5, 6, 7, 8, 9, 10]), _sales[^1].At, [.. _sales.TakeLast(2).Reverse().Select(entry => ToLine(entry.Sale))]);

    private IEnumerable<KeyValuePair<int, decimal?>> PricesAt(TimeSpan clock) =>
        from entry in _sales
        group entry by entry.Sale.Quantity into quantity
        orderby quantity.Key
        let latest = quantity.Last()
        where IsAlive(latest.Clock, clock)
        select KeyValuePair.Create(quantity.Key, latest.Sale.Price == 0 ? (decimal?)null : latest.Sale.Price);

    private static Line ToLine(Sale sale) => new(sale.Product, sale.Quantity, sale.Price);

    private static bool IsAlive(TimeSpan written, TimeSpan now) => now - written < Lifetime;
}
