using StateGen.Engine.Exchange;
using StateGen.TestKit;

namespace StateGen.Tests.Pipelines;

/// <summary>How many records a receiver allows on the way to it, by the time that it takes for them.</summary>
public sealed class RecordAllowanceTests
{
    private const int BatchSize = 1_024;

    private readonly VirtualTime _time = new();

    [Theory]
    [InlineData(1, 1, 32)]
    [InlineData(4, 1, 8)]
    [InlineData(1, 2, 16)]
    [InlineData(4, 8, 1)]
    [InlineData(100, 1, 1)]
    public void At_first_a_sender_has_its_share_of_32_records(int senders, int operators, int share) => Assert.Equal(share, ShareOf(Open(senders, operators)));

    [Fact]
    public void A_share_goes_to_batches_in_flight_and_the_one_that_is_about_to_be_sent()
    {
        var allowance = Open();
        var limit = allowance.BatchLimit;
        Assert.Equal((10, 32), (limit, ShareOf(allowance)));
        Assert.True(allowance.Admits(batches: 2, records: 32 - limit - 5, count: 5));
        Assert.False(allowance.Admits(batches: 2, records: 32 - limit - 5, count: 6));
        Assert.True(allowance.Admits(batches: 4, records: 0, count: BatchSize));
        Assert.True(allowance.Admits(batches: 4, records: BatchSize, count: 0));
        Assert.False(allowance.Admits(batches: 5, records: 0, count: 0));
    }

    [Fact]
    public void Fast_records_double_the_allowance_until_it_has_no_limit()
    {
        var allowance = Open();
        var shares = new List<int>();
        while (ShareOf(allowance) < int.MaxValue && shares.Count < 100)
        {
            shares.Add(ShareOf(allowance));
            Handle(allowance, records: ShareOf(allowance), microsecondsEach: 1);
        }

        Assert.Equal([32, 64, 128, 256, 512, 1_024, 2_048, 4_096], shares);
        Assert.True(allowance.BatchLimit >= BatchSize);
        Assert.True(allowance.Admits(batches: 4, records: 4 * BatchSize, count: BatchSize));
    }

    [Theory]
    [InlineData(20_000, 1, 32)]
    [InlineData(20_000, 4, 8)]
    [InlineData(40_000, 1, 16)]
    [InlineData(5_000_000, 1, 8)]
    [InlineData(5_000_000, 2, 4)]
    [InlineData(5_000_000, 20, 1)]
    [InlineData(1_000, 1, 640)]
    [InlineData(90, 1, int.MaxValue)]
    public void A_sender_has_its_share_of_what_is_handled_in_640_milliseconds(int microsecondsEach, int senders, int share)
    {
        var allowance = Open(senders);
        for (var batch = 0; batch < 4_000; batch++)
            Handle(allowance, Math.Min(allowance.BatchLimit, BatchSize), microsecondsEach);
        Assert.Equal(share, ShareOf(allowance));
    }

    [Fact]
    public void Many_senders_together_may_have_16_full_batches_on_the_way_and_soon_have_as_much()
    {
        const int Senders = 100;
        var allowance = Open(Senders);
        for (var handled = 0; handled < 1_000; handled += 8)
            Handle(allowance, records: 8, microsecondsEach: 1);
        Assert.Equal((2, 16 * BatchSize / Senders), (allowance.MaxBatches, ShareOf(allowance)));
    }

    [Fact]
    public void The_first_slow_batch_is_enough_to_lower_the_allowance()
    {
        var allowance = OpenFast();
        Handle(allowance, records: 2_000, microsecondsEach: 1);
        Handle(allowance, BatchSize, microsecondsEach: 20_000);
        Assert.Equal(32, ShareOf(allowance));
    }

    [Fact]
    public void Slow_records_in_small_batches_lower_the_allowance_within_twice_the_target_time()
    {
        var allowance = OpenFast();
        Handle(allowance, records: 2_000, microsecondsEach: 1);
        var before = _time.GetUtcNow();
        while (_time.GetUtcNow() - before < TimeSpan.FromMilliseconds(1_280))
            Handle(allowance, records: 2, microsecondsEach: 20_000);
        Assert.Equal(32, ShareOf(allowance));
    }

    [Fact]
    public void A_receiver_of_few_records_recovers_from_a_pause_as_fast_as_the_others()
    {
        var allowance = OpenFast();
        Handle(allowance, records: 1, microsecondsEach: 5_000_000);
        Assert.Equal(8, ShareOf(allowance));
        for (var record = 0; record < 11; record++)
        {
            Handle(allowance, records: 1, microsecondsEach: 10);
            _time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal(int.MaxValue, ShareOf(allowance));
    }

    [Fact]
    public void Records_that_are_seldom_slow_count_with_their_mean()
    {
        var random = new Random(20261130);
        var allowance = Open();
        var largest = 0;
        for (var record = 0; record < 100_000; record++)
        {
            Handle(allowance, records: 1, microsecondsEach: random.Next(10) == 0 ? 200_000 : 0);
            largest = Math.Max(largest, ShareOf(allowance));
        }

        Assert.InRange(largest, 32, 4 * 32);
    }

    private RecordAllowance Open(int senders = 1, int operators = 1) => new(_time, senders, BatchSize, operators);

    private RecordAllowance OpenFast()
    {
        var allowance = Open();
        for (var batch = 0; batch < 100; batch++)
            Handle(allowance, BatchSize, microsecondsEach: 1);
        Assert.Equal(int.MaxValue, ShareOf(allowance));
        return allowance;
    }

    private void Handle(RecordAllowance allowance, int records, int microsecondsEach)
    {
        allowance.Begin();
        _time.Advance(TimeSpan.FromMicroseconds((double)records * microsecondsEach));
        allowance.Complete(records);
    }

    /// <summary>The records that a sender can have on the way: what is admitted in flight, and a batch that is about to be sent.</summary>
    private static int ShareOf(RecordAllowance allowance)
    {
        if (allowance.Admits(batches: 1, records: int.MaxValue / 2, count: 1))
            return int.MaxValue;
        var inFlight = 1;
        while (allowance.Admits(batches: 1, inFlight, count: 1))
            inFlight++;
        return inFlight == 1 ? allowance.BatchLimit : inFlight + allowance.BatchLimit;
    }
}
