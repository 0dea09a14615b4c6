using StateGen;

namespace StateGenApp._1;

/// <summary>The pipeline. It does not know where orders come from and where totals go to, so that tests can run it in memory.</summary>
public static class OrderPipeline
{
    public static RunnablePipeline Create(ISource<Order> orders, ISink<DailyTotal> totals) => Pipeline.From(orders)
        .WithEventTime(order => order.Time, maxOutOfOrderness: TimeSpan.FromMinutes(5))
        .KeyBy(order => new CustomerDay(order.Customer, order.Day))
        .Process(() => new DailyTotals())
        .To(totals);
}
