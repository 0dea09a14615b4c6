using StateGen.Backends;
using StateGen.Conformance.Tests.Probes;
using StateGen.Keys;
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

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(7)]
    public async Task A_late_timer_whose_key_is_refused_when_it_is_registered_fires_once_when_it_is_accepted(int count)
    {
        var guilty = new Badge("a");
        var host = await OpenBadgesAsync();
        PassFirst(host);
        for (var number = 1; number < count; number++)
            RegisterAt(host, new($"b {number}"), 50);
        Assert.Equal(count - 1, host.TimerCount);
        AssertNames(guilty, Assert.Throws<StateWriteException>(() =>
        {
            host.Process(guilty, timers => RegisterRefused(timers, guilty), DateTimeOffset.UnixEpoch);
            return host.TimerCount;
        }));
        guilty.IsRefused = false;
        RegisterAt(host, guilty, 50);
        Assert.Equal(count, host.TimerCount);
        host.AdvanceTo(200);
        Assert.Equal([guilty.Text, .. Enumerable.Range(1, count - 1).Select(number => $"b {number}")], host.TakeOutput());
        Assert.Equal(0, host.TimerCount);
    }

    [Theory]
    [InlineData(4, 3)]
    [InlineData(9, 5)]
    [InlineData(9, 8)]
    public async Task Late_timers_of_which_one_could_not_be_ordered_when_another_fired_all_fire_once(int count, int refused)
    {
        var host = await OpenBadgesAsync();
        PassFirst(host);
        Badge[] badges = [.. Enumerable.Range(0, count).Select(number => new Badge($"badge {number}"))];
        foreach (var badge in badges)
            RegisterAt(host, badge, 50);
        Assert.Equal(count, host.TimerCount);
        badges[refused].IsRefused = true;
        AssertNames(badges[refused], Assert.Throws<StateWriteException>(() => host.AdvanceTo(200)));
        badges[refused].IsRefused = false;
        host.AdvanceTo(201);
        Assert.Equal(badges.Select(badge => badge.Text), host.TakeOutput());
        Assert.Equal(0, host.TimerCount);
    }

    [Fact]
    public async Task Timers_of_a_key_group_of_which_one_could_not_be_ordered_all_fire_once()
    {
        var host = await OpenBadgesAsync(maxParallelism: 512);
        PassFirst(host);
        // The group whose position, which begins with 1, ends with the digit 0.
        Badge[] badges = [.. Enumerable.Range(0, 100_000).Select(number => new Badge($"badge {number}")).Where(IsInGroup255).Take(60)];
        foreach (var badge in badges)
            RegisterAt(host, badge, 150);
        Assert.Equal(badges.Length, host.TimerCount);
        badges[30].IsRefused = true;
        AssertNames(badges[30], Assert.Throws<StateWriteException>(() => host.AdvanceTo(200)));
        badges[30].IsRefused = false;
        host.AdvanceTo(201);
        Assert.Equal(badges.Select(badge => badge.Text).Order(StringComparer.Ordinal), host.TakeOutput().Order(StringComparer.Ordinal));
        Assert.Equal(0, host.TimerCount);
    }

    [Fact]
    public async Task Timers_stay_when_a_key_is_refused_while_what_was_deleted_is_dropped()
    {
        var guilty = new Badge("guilty");
        var host = await OpenBadgesAsync(policy: ErrorPolicy.Fail);
        RegisterAt(host, new("first"), 10);
        RegisterAt(host, guilty, 20);
        RegisterAt(host, new("last"), 30);
        guilty.HasNoHash = true;
        long[] failed = [.. Enumerable.Range(1_000, 3_000).Select(static time => (long)time).Where(time => !RegistersAndDeletes(host, time))];
        Assert.InRange(failed.Length, 1, 2_999);
        guilty.HasNoHash = false;
        Assert.All(failed, time => Assert.True(RegistersAndDeletes(host, time)));
        Assert.Equal(3, host.TimerCount);
        host.AdvanceTo(5_000);
        Assert.Equal(["first", "guilty", "last"], host.TakeOutput());
    }

    [Fact]
    public async Task A_timer_whose_callback_failed_stays_although_it_cannot_be_ordered_at_once()
    {
        var (failing, guilty) = (new Badge("failing"), new Badge("guilty"));
        var host = await OpenBadgesAsync(policy: ErrorPolicy.Fail);
        PassFirst(host);
        RegisterAt(host, failing, 50);
        RegisterAt(host, guilty, 50);
        failing.Fired = () =>
        {
            guilty.IsRefused = true;
            throw new FormatException();
        };
        Assert.IsType<FormatException>(Assert.Throws<OperatorException>(() => host.AdvanceTo(200)).InnerException);
        Assert.Equal(2, host.TimerCount);
        AssertNames(guilty, Assert.Throws<StateWriteException>(() => host.AdvanceTo(201)));

        (guilty.IsRefused, failing.Fired) = (false, null);
        host.AdvanceTo(202);
        Assert.Equal(["failing", "guilty"], host.TakeOutput());
        Assert.Equal(0, host.TimerCount);
    }

    // The registration may be applied only when a timer is looked for.
    private static void RegisterAndDelete(TimerService timers)
    {
        timers.RegisterEventTime(DateTimeOffset.FromUnixTimeMilliseconds(50));
        timers.DeleteEventTime(DateTimeOffset.FromUnixTimeMilliseconds(60));
    }

    // A record with a key that is refused before is not processed.
    private static void RegisterRefused(TimerService timers, Badge key)
    {
        key.IsRefused = true;
        timers.RegisterEventTime(DateTimeOffset.FromUnixTimeMilliseconds(50));
    }

    // One key group, so that the order of timers of one time depends on the encoded keys.
    private Task<OperatorHost<Badge, Action<TimerService>, string>> OpenBadgesAsync(
        OperatorHostSnapshot? restore = null, int maxParallelism = 1, ErrorPolicy? policy = null) =>
        OpenAsync(
            new BadgeProbe(),
            Options(restore is null ? [] : [restore]) with { MaxParallelism = maxParallelism, ErrorPolicy = policy ?? ErrorPolicy.Skip });

    private static bool IsInGroup255(Badge badge) => KeyGroups.Of(BadgeCodec.Hash(in badge), 512) == 255;

    // What is registered for an earlier time is late from now on.
    private static void PassFirst(OperatorHost<Badge, Action<TimerService>, string> host)
    {
        RegisterAt(host, new("first"), 100);
        host.AdvanceTo(100);
        Assert.Equal(["first"], host.TakeOutput());
    }

    private static bool RegistersAndDeletes(OperatorHost<Badge, Action<TimerService>, string> host, long milliseconds)
    {
        var time = DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);
        try
        {
            host.Process(new("other"), timers => timers.RegisterEventTime(time), DateTimeOffset.UnixEpoch);
            host.Process(new("other"), timers => timers.DeleteEventTime(time), DateTimeOffset.UnixEpoch);
            return true;
        }
        catch (Exception exception) when ((exception.InnerException ?? exception) is NotSupportedException)
        {
            // The codec's own, within a record if its changes are applied at once.
            return false;
        }
    }

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
