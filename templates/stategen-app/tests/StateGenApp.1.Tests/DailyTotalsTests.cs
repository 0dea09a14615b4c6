using StateGen;

namespace StateGenApp._1.Tests;

public class DailyTotalsTests
{
    private static readonly DateTimeOffset Morning = new(2026, 3, 2, 8, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task A_day_is_emitted_when_it_is_over()
    {
        using var host = await OpenAsync();
        Process(host, "ann", "tea", 4.50m, Morning);
        Process(host, "ann", "cake", 5.10m, Morning.AddHours(4));
        Process(host, "ann", "tea", 4.50m, Morning.AddHours(8));
        Assert.Empty(host.TakeOutput());

        host.AdvanceWatermark(Morning.AddDays(1));

        Assert.Equal([new DailyTotal(new DateOnly(2026, 3, 2), "ann", 3, 14.10m, "tea")], host.TakeOutput());
        Assert.Equal(0, host.CountEntries());
    }

    [Fact]
    public async Task Every_customer_and_every_day_has_a_total_of_its_own()
    {
        using var host = await OpenAsync();
        Process(host, "ann", "tea", 4.50m, Morning);
        Process(host, "bob", "cake", 5.10m, Morning);
        Process(host, "ann", "cake", 5.10m, Morning.AddDays(1));

        host.CompleteInput();

        Assert.Equal(
            ["2026-03-02,ann,1,4.50,tea", "2026-03-02,bob,1,5.10,cake", "2026-03-03,ann,1,5.10,cake"],
            host.TakeOutput().Select(DailyTotal.ToCsv).Order());
    }

    private static Task<OperatorHost<CustomerDay, Order, DailyTotal>> OpenAsync() =>
        OperatorHost.OpenAsync(new DailyTotals(), new OperatorHostOptions(), TestContext.Current.CancellationToken);

    private static void Process(OperatorHost<CustomerDay, Order, DailyTotal> host, string customer, string product, decimal amount, DateTimeOffset time)
    {
        var order = new Order(time, customer, product, amount);
        host.Process(new CustomerDay(customer, order.Day), order, time);
    }
}
