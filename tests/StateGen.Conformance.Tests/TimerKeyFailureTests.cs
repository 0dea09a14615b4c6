using StateGen.Backends;
using StateGen.Conformance.Tests.Probes;
using StateGen.TestKit.Backends;

namespace StateGen.Conformance.Tests;

/// <summary>
/// The memory backend encodes the keys of timers when it orders them and in snapshots. A codec that refuses a key only then is no error of the record that is
/// being processed. Other backends encode the key within the record that registers the timer.
/// </summary>
public abstract class TimerKeyFailureTests(MemoryUnderTest backend) : ConformanceTests(backend)
{
    [Fact]
    public async Task A_timer_whose_key_is_refused_fails_the_snapshot_with_its_key_and_no_record()
    {
        var guilty = new Badge("guilty");
        var host = await OpenBadgesAsync();
        RegisterAt(host, new("innocent"), 10);
        RegisterAt(host, guilty, 10);
        guilty.IsRefused = true;
        AssertNames(guilty, await Assert.ThrowsAsync<StateWriteException>(() => host.SnapshotAsync(Cancellation)));

        guilty.IsRefused = false;
        var restored = await OpenBadgesAsync(await host.SnapshotAsync(Cancellation));
        restored.AdvanceTo(10);
        Assert.Equal(["guilty", "innocent"], restored.TakeOutput().Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(20)]
    [InlineData(200)]
    public async Task A_key_that_is_refused_when_due_timers_are_ordered_is_named(int count)
    {
        var guilty = new Badge($"{new string('x', 300)} guilty");
        var host = await OpenBadgesAsync();
        for (var number = 1; number < count; number++)
            RegisterAt(host, new($"{new string('x', 300)} {number}"), 10);
        RegisterAt(host, guilty, 10);
        guilty.IsRefused = true;
        AssertNames(guilty, Assert.Throws<StateWriteException>(() => host.AdvanceTo(10)));
    }

    [Theory]
    [InlineData(20, 1)]
    [InlineData(20, 20)]
    [InlineData(200, 1)]
    [InlineData(200, 20)]
    public async Task Due_timers_of_which_one_could_not_be_ordered_all_fire_once_and_in_order_when_it_can(int count, int spread)
    {
        var expected = await OpenBadgesAsync();
        RegisterAll(expected, count, spread);
        expected.AdvanceTo(1_000);

        var host = await OpenBadgesAsync();
        var guilty = RegisterAll(host, count, spread);
        guilty.IsRefused = true;
        AssertNames(guilty, Assert.Throws<StateWriteException>(() => host.AdvanceTo(1_000)));
        guilty.IsRefused = false;
        host.AdvanceTo(1_001);
        Assert.Equal(expected.TakeOutput(), host.TakeOutput());
        Assert.Equal((0, 0), (expected.TimerCount, host.TimerCount));
    }

    [Fact]
    public async Task A_key_that_is_refused_within_the_record_of_another_key_is_no_error_of_that_record()
    {
        var guilty = new Badge("guilty");
        var host = await OpenBadgesAsync();
        RegisterAt(host, new("first"), 100);
        host.AdvanceTo(100);
        RegisterAt(host, guilty, 50);
        guilty.IsRefused = true;
        AssertNames(guilty, Assert.Throws<StateWriteException>(() => host.Process(new("innocent"), RegisterAndDelete, DateTimeOffset.UnixEpoch)));
    }

    // The registration may be applied only when a timer is looked for.
    private static void RegisterAndDelete(TimerService timers)
    {
        timers.RegisterEventTime(DateTimeOffset.FromUnixTimeMilliseconds(50));
        timers.DeleteEventTime(DateTimeOffset.FromUnixTimeMilliseconds(60));
    }

    // One key group, so that the order of timers of one time depends on the encoded keys.
    private Task<OperatorHost<Badge, Action<TimerService>, string>> OpenBadgesAsync(params OperatorHostSnapshot[] restore) =>
        OpenAsync(new BadgeProbe(), Options(restore) with { MaxParallelism = 1, ErrorPolicy = ErrorPolicy.Skip });

    // All but the first are due in one span of 256 ms, in which the first is not.
    private static Badge RegisterAll(OperatorHost<Badge, Action<TimerService>, string> host, int count, int spread)
    {
        RegisterAt(host, new("early"), 10);
        for (var number = 0; number < count; number++)
            RegisterAt(host, new($"badge {number * 7 % count}"), 600 + (number % spread));
        var guilty = new Badge("guilty");
        RegisterAt(host, guilty, 600);
        return guilty;
    }

    private static void RegisterAt(OperatorHost<Badge, Action<TimerService>, string> host, Badge key, long milliseconds) =>
        host.Process(key, timers => timers.RegisterEventTime(DateTimeOffset.FromUnixTimeMilliseconds(milliseconds)), DateTimeOffset.UnixEpoch);

    private static void AssertNames(Badge key, StateWriteException error)
    {
        Assert.Contains($"'badges' for key '{key}'", error.Message, StringComparison.Ordinal);
        Assert.IsType<NotSupportedException>(error.InnerException);
    }
}
