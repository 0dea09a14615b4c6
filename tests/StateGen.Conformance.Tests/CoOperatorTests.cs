using StateGen.Checkpoints;
using StateGen.Conformance.Tests.Probes;
using StateGen.TestKit.Backends;
using StateGen.TestKit.Pipelines;

namespace StateGen.Conformance.Tests;

/// <summary>Operators with two inputs that share the state of a key.</summary>
public abstract class CoOperatorTests(BackendUnderTest backend) : ConformanceTests(backend)
{
    [Fact]
    public async Task Both_inputs_use_the_state_of_the_key()
    {
        var host = await OpenAsync(new Payments());
        host.Process("a", Either<Order, Payment>.OfSecond(new("a", 3)), At(0));
        host.Process("b", Either<Order, Payment>.OfFirst(new("b", 5)), At(0));
        host.Process("a", Either<Order, Payment>.OfFirst(new("a", 7)), At(1));
        Assert.Throws<OperatorException>(() => host.Process("a", Either<Order, Payment>.OfSecond(new("a", 0)), At(2)));
        Assert.Empty(host.TakeOutput());
        host.Process("a", Either<Order, Payment>.OfSecond(new("a", 4)), At(2));
        Assert.Equal([("a", 0)], host.TakeOutput());
        host.AdvanceWatermark(At(3_600));
        Assert.Equal(["b"], host.TakeSideOutput(Payments.Unpaid));
        Assert.Equal(0, host.CountEntries());
    }

    [Theory]
    [InlineData(1, 3)]
    [InlineData(4, 2)]
    public async Task Connected_streams_are_joined_exactly_once_with_a_failure_and_at_another_parallelism(int before, int after)
    {
        var random = new Random(20261130);
        var orders = Enumerable.Range(0, 300).Select(number => new Order($"{number}", random.Next(1, 20))).ToArray();
        var payments = orders.Where(order => order.Amount % 5 != 0).SelectMany(order => new[] { order.Amount, 1 }.Select(amount => new Payment(order.Id, amount))).ToArray();
        random.Shuffle(payments);
        var (joined, unpaid) = (new ListSink<(string Id, int Due)>(), new ListSink<string>());
        using var storage = new MemoryCheckpointStorage();
        var faults = new Faults().At("read", 40);
        var pipeline = Join(Source(orders, faults), Source(payments, faults), joined, unpaid);
        var options = new PipelineOptions
        {
            JobId = "join",
            Backend = Options().Backend,
            CheckpointTo = CheckpointTarget.ToStorage(storage),
            CheckpointInterval = TimeSpan.FromMilliseconds(1),
            Parallelism = before,
            MaxParallelism = 8,
        };
        await Assert.ThrowsAsync<InjectedFailureException>(() => pipeline.RunAsync(options, Cancellation));
        await pipeline.RunAsync(options with { Parallelism = after, Backend = Options().Backend }, Cancellation);
        Assert.Equal(orders.Where(order => order.Amount % 5 != 0).Select(order => order.Id).Order(), joined.Committed.Select(join => join.Id).Order());
        Assert.Equal(orders.Where(order => order.Amount % 5 == 0).Select(order => order.Id).Order(), unpaid.Committed.Order());
    }

    private static ListSource<T> Source<T>(IReadOnlyList<T> events, Faults faults) => new(events) { ReadSize = 16, Faults = faults };

    private static RunnablePipeline Join(ISource<Order> orders, ISource<Payment> payments, ISink<(string Id, int Due)> joined, ISink<string> unpaid)
    {
        var stream = Pipeline.From(orders, "orders").WithEventTime(_ => DateTimeOffset.UnixEpoch, TimeSpan.Zero).KeyBy(order => order.Id)
            .Connect(Pipeline.From(payments, "payments").WithEventTime(_ => DateTimeOffset.UnixEpoch, TimeSpan.Zero).KeyBy(payment => payment.OrderId))
            .Process(() => new Payments());
        return Pipeline.Combine(stream.Where(join => join.Due <= 0).To(joined, "joined"), stream.SideOutput(Payments.Unpaid).To(unpaid, "unpaid"));
    }

    private static DateTimeOffset At(int seconds) => DateTimeOffset.UnixEpoch.AddSeconds(seconds);
}
