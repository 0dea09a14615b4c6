using StateGen.Conformance.Tests.Probes;

namespace StateGen.Conformance.Tests;

/// <content>Many timers.</content>
public abstract partial class ProcessingTimeTests
{
    [Fact]
    [Trait("Category", "Slow")]
    public async Task A_million_timers_fire_in_order_also_those_that_were_restored()
    {
        const int Count = 1_000_000;
        const int BatchLength = 1_000;
        var random = new Random(14);
        var keys = new string[BatchLength];
        var events = new Action<Probe>[BatchLength];
        var registered = new Dictionary<long, int>();
        var host = await OpenAsync(new Probe { TimerAction = (_, _) => { } });
        for (var batch = 0; batch < Count / BatchLength; batch++)
        {
            for (var index = 0; index < BatchLength; index++)
            {
                var time = random.Next(1, 100_000);
                registered[time] = registered.GetValueOrDefault(time) + 1;
                keys[index] = $"{batch}-{index}";
                events[index] = probe => RegisterAt(probe, time);
            }

            host.ProcessBatch(keys, events, new long[BatchLength]);
        }

        Assert.Equal(Count, host.TimerCount);
        var snapshot = await host.SnapshotAsync(Cancellation);
        AdvanceTo(host, 50_000);
        Assert.Equal(registered.Where(time => time.Key > 50_000).Sum(time => (long)time.Value), host.TimerCount);

        var (latest, fired) = (0L, new Dictionary<long, int>());
        var restored = await OpenAsync(
            new Probe
            {
                TimerAction = (_, timer) =>
                {
                    var time = timer.Timestamp.ToUnixTimeMilliseconds();
                    Assert.True(time >= latest, "The timers are out of order.");
                    latest = time;
                    fired[time] = fired.GetValueOrDefault(time) + 1;
                },
            },
            Options(snapshot));
        AdvanceTo(restored, 100_000);
        Assert.Equal(0, restored.TimerCount);
        Assert.Equal(registered.OrderBy(time => time.Key), fired.OrderBy(time => time.Key));
    }
}
