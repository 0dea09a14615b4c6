using StateGen;
using StateGen.Testing;

namespace StateGenApp._1.Tests;

public class DailyTotalsTests
{
    private static readonly DateTimeOffset Morning = new(2026, 3, 2, 8, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task A_day_is_emitted_when_it_is_over()
    {
        await using var harness = await OpenAsync();
        Process(harness, "ann", "tea", 4.50m, Morning);
        Process(harness, "ann", "cake", 5.10m, Morning.AddHours(4));
        Process(harness, "ann", "tea", 4.50m, Morning.AddHours(8));
        Assert.Empty(harness.TakeOutput());
        var key = new CustomerDay("ann", new DateOnly(2026, 3, 2));
        Assert.Equal(3, harness.GetState<long>("Orders", key));
        Assert.Equal(2, harness.GetMap<string, long>("OrdersByProduct", key)["tea"]);

        harness.AdvanceWatermark(Morning.AddDays(1));

        Assert.Equal([new DailyTotal(new DateOnly(2026, 3, 2), "ann", 3, 14.10m, "tea")], harness.TakeOutput());
        Assert.Equal(0, harness.CountEntries());
    }

    [Fact]
    public async Task Every_customer_and_every_day_has_a_total_of_its_own()
    {
        await using var harness = await OpenAsync();
        Process(harness, "ann", "tea", 4.50m, Morning);
        Process(harness, "bob", "cake", 5.10m, Morning);
        Process(harness, "ann", "cake", 5.10m, Morning.AddDays(1));

        harness.CompleteInput();

        Assert.Equal(
            ["2026-03-02,ann,1,4.50,tea", "2026-03-02,bob,1,5.10,cake", "2026-03-03,ann,1,5.10,cake"],
            harness.TakeOutput().Select(DailyTotal.ToCsv).Order());
    }

    [Fact]
    public async Task Totals_are_the_same_wherever_the_job_fails_and_resumes()
    {
        var orders = Enumerable.Range(0, 12).Select(hour => new Order(Morning.AddHours(8 * hour), $"customer-{hour % 2}", "tea", 4.50m)).ToArray();

        await PipelineHarness.VerifyExactlyOnceAsync(
            harness => OrderPipeline.Create(harness.CreateSource(orders), harness.CreateSink<DailyTotal>()),
            cancellationToken: TestContext.Current.CancellationToken);
    }

    private static Task<OperatorHarness<CustomerDay, Order, DailyTotal>> OpenAsync() =>
        OperatorHarness.OpenAsync(new DailyTotals(), cancellationToken: TestContext.Current.CancellationToken);

    private static void Process(OperatorHarness<CustomerDay, Order, DailyTotal> harness, string customer, string product, decimal amount, DateTimeOffset time)
    {
        var order = new Order(time, customer, product, amount);
        harness.Process(new CustomerDay(customer, order.Day), order, time);
    }
}
