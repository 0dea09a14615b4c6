namespace Corpus.ThreadsCorrect.InventorySweep;

public sealed record Stock(string Sku, int Quantity, DateOnly Expires);

[Operator("threadscorrect.inventory-sweep")]
public sealed partial class InventorySweep : KeyedOperator<string, Stock, string>
{
    [State] private partial MapState<string, Stock> Items { get; }

    [State] private partial MapState<string, int> Expired { get; }

    [State] private partial ListState<string> Log { get; }

    [State] private partial int Removed { get; set; }

    protected override void OnEvent(Stock stock, OperatorContext<string> context)
    {
        foreach (var (sku, item) in Items.ToList())
        {
            if (item.Quantity == 0)
                Items.Remove(sku);
        }

        foreach (var (sku, item) in Items)
        {
            if (item.Expires != stock.Expires || sku == stock.Sku)
                continue;
            Items.Remove(sku);
            Removed++;
            break;
        }

        foreach (var item in Items.Values.Where(item => item.Expires < stock.Expires))
            Expired[item.Sku] = item.Quantity;

        foreach (var sku in Expired.Keys.ToArray())
            Drop(sku);
        Items[stock.Sku] = stock;
        if (Replace(stock))
            context.Emit(stock.Sku);
    }

    protected override void OnTimer(FiredTimer timer, OperatorContext<string> context)
    {
        using (var cursor = Items.OpenCursor())
        {
            while (cursor.MoveNext())
            {
                if (cursor.Current.Value.Quantity <= 0)
                    cursor.RemoveCurrent();
            }
        }

        var stale = new List<string>();
        foreach (var (sku, quantity) in Expired)
        {
            if (quantity < 10)
                stale.Add(sku);
        }

        foreach (var sku in stale)
            Expired.Remove(sku);
        stale.ForEach(sku => Items.Remove(sku));

        foreach (var line in Log)
        {
            if (line.Length > 0)
                continue;
            Log.Clear();
            return;
        }

        foreach (var line in Lines().ToArray())
            Log.Add(line);
        for (var i = 0; i < 3 && !Items.IsEmpty; i++)
            Items.Remove($"{i}");
    }

    private bool Replace(Stock stock)
    {
        foreach (var sku in Items.Keys)
        {
            if (string.Equals(sku, stock.Sku, StringComparison.Ordinal))
            {
                Items[sku] = stock;
                return true;
            }
        }

        return false;
    }

    private IEnumerable<string> Lines()
    {
        foreach (var line in Log)
            yield return line.Trim();
    }

    private void Drop(string sku)
    {
        Expired.Remove(sku);
        Items.Remove(sku);
    }
}

[Operator("threadscorrect.inventory-sweep.orders")]
public sealed partial class InventoryOrders : KeyedOperator<string, Stock, int>
{
    [State] private partial MapState<string, int> Orders { get; }

    [State, Ttl(Days = 9)] private partial ListState<int> Sizes { get; }

    protected override void OnEvent(Stock stock, OperatorContext<int> context)
    {
        var orders = Orders.Where(order => order.Value > stock.Quantity).Select(order => order.Key).ToHashSet();
        foreach (var order in orders)
            Orders.Remove(order);

        Dictionary<string, int> copy = Orders.ToDictionary();
        foreach (var (sku, size) in copy)
        {
            Orders[sku] = size + 1;
            Sizes.Add(size);
        }

        foreach (var size in Sizes)
            Orders[$"{size}"] = size;

        int[] sizes = [.. Sizes];
        foreach (var size in sizes)
            Sizes.Add(-size);
        var total = 0;
        foreach (var size in Sizes)
        {
            total += size;
            if (total > 100)
            {
                Sizes.Clear();
                break;
            }
        }

        foreach (var (_, size) in Orders)
        {
            if (size > 1_000)
            {
                ClearState();
                throw new InvalidOperationException("too large");
            }

            context.Emit(size);
        }
    }
}
