namespace StateGen.Tests.Pipelines;

/// <summary>How many records are before a barrier when the operator is slow, in virtual time.</summary>
public sealed class BarrierDelayTests
{
    private const int MostBefore = 32;

    private static readonly TimeSpan Slow = TimeSpan.FromMilliseconds(20);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1, false)]
    [InlineData(4, false)]
    [InlineData(1, true)]
    [InlineData(3, true)]
    [InlineData(1, false, true)]
    [InlineData(3, false, true)]
    public async Task At_20_milliseconds_a_record_a_barrier_waits_for_at_most_32_records(int parallelism, bool hasFastOperator, bool isChained = false)
    {
        var random = new Random(20261130 + parallelism);
        var job = new SlowJob
        {
            Records = 12_000,
            Parallelism = parallelism,
            HasFastOperator = hasFastOperator,
            IsChained = isChained,
            TimeOf = _ => Slow,
            HasBarrier = record => record <= 3 || random.Next(60) == 0,
        };
        await job.RunAsync(Token);
        Assert.Equal(job.Records, job.Handled);
        Assert.InRange(job.Delays.Count, 3, job.Records);
        // A fast operator in a thread of its own that the system holds back measures too little time now and then, and allows up to twice its half.
        Assert.All(job.Delays, delay => Assert.InRange(delay, 0, hasFastOperator ? MostBefore * 3 / 2 : MostBefore));
        Assert.InRange(job.Delays.Count(delay => delay > MostBefore), 0, job.Delays.Count / 10);
        Assert.Contains(job.Delays, delay => delay > MostBefore / 4);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task A_fast_operator_gets_full_reads_after_the_slow_start(int parallelism)
    {
        var job = new SlowJob { Records = parallelism * 60_000, Parallelism = parallelism, TimeOf = _ => TimeSpan.Zero };
        await job.RunAsync(Token);
        Assert.InRange(job.Reads.Where(read => read > 0).First(), 1, MostBefore);
        Assert.InRange(job.Reads.Count(read => read is > 0 and < 1_024), 1, parallelism * 150);
        Assert.Equal(1_024, job.Reads.Max());
    }

    [Fact]
    public async Task An_operator_that_becomes_slow_and_fast_again_gets_batches_to_match()
    {
        const int SlowFrom = 30_000;
        const int SlowTo = 42_000;

        // What was on the way when the operator became slow is still before a barrier.
        const int BoundedFrom = SlowFrom + (7 * 1_024);
        var random = new Random(20261130);
        var job = new SlowJob
        {
            Records = 100_000,
            TimeOf = record => record is > SlowFrom and <= SlowTo ? Slow : TimeSpan.Zero,
            HasBarrier = record => record is > BoundedFrom and <= SlowTo && random.Next(60) == 0,
        };
        await job.RunAsync(Token);
        Assert.InRange(job.Delays.Count, 3, job.Records);
        Assert.All(job.Delays, delay => Assert.InRange(delay, 0, MostBefore));
        var sizes = job.Reads;
        Assert.Contains(1_024, sizes[..sizes.LastIndexOf(10)]);
        Assert.Contains(1_024, sizes[sizes.LastIndexOf(10)..]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task A_job_is_canceled_while_senders_wait(int parallelism)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var job = new SlowJob
        {
            Records = 12_000,
            Parallelism = parallelism,
            TimeOf = _ => Slow,
            HasBarrier = record => record == 500,
            Handling = record =>
            {
                // The barrier was sent when nobody could go on, and the senders wait again since.
                if (record == 501)
                    stop.Cancel();
            },
        };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => job.RunAsync(stop.Token));
        Assert.Equal(501, job.Handled);
    }
}
