using System.Threading;

namespace Corpus.Threads.SessionTimers;

public sealed record Heartbeat(string Device, int Battery);

[Operator("threads.session-timers.constructor")]
public sealed partial class SessionFlusher : KeyedOperator<Guid, Heartbeat, string>, IDisposable
{
    private readonly Timer _timer;
    private readonly System.Timers.Timer _slow = new(60_000);

    public SessionFlusher()
    {
        _timer = new Timer(OnTick, null, TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(5)); // expect: SG2005
        _slow.Elapsed += (_, _) => Beats = 0; // expect: SG2005
        _slow.Start();
    }

    [State] private partial int Beats { get; set; }

    protected override void OnEvent(Heartbeat value, OperatorContext<string> context)
    {
        if (++Beats % 10 == 0)
            context.Emit($"{Key}: {value.Device}");
    }

    public void Dispose()
    {
        _timer.Dispose();
        _slow.Dispose();
    }

    private void OnTick(object? _)
    {
        if (Beats > 0)
            Console.WriteLine(Beats);
    }
}

[Operator("threads.session-timers.event")]
public sealed partial class BatteryAlarm : KeyedOperator<Guid, Heartbeat, string>
{
    [State] private partial int? Battery { get; set; }

    [State] private partial bool Alarmed { get; set; }

    protected override void OnEvent(Heartbeat value, OperatorContext<string> context)
    {
        Battery = value.Battery;
        if (value.Battery >= 15 || Alarmed)
            return;
        Alarmed = true;
        var timer = new Timer(
            static state => ((BatteryAlarm)state!).Alarmed = false, // expect: SG2005
            this,
            10_000,
            Timeout.Infinite);
        GC.KeepAlive(timer);

        TimerCallback remind = _ => Remind(); // expect: SG2005
        GC.KeepAlive(new Timer(remind, null, 0, 1_000));
    }

    private void Remind()
    {
        if (Battery is < 5)
            Console.WriteLine("almost empty");
    }
}

[Operator("threads.session-timers.elapsed")]
public sealed partial class IdleDevices(System.Timers.Timer minutes) : KeyedOperator<Guid, Heartbeat, string>
{
    [State] private partial int Idle { get; set; }

    [State, Ttl(Days = 1)] private partial MapState<string, int> Devices { get; }

    public void Start()
    {
        minutes.Elapsed += OnElapsed; // expect: SG2005
        minutes.Start();
    }

    protected override void OnEvent(Heartbeat value, OperatorContext<string> context)
    {
        Devices[value.Device] = value.Battery;
        var once = new System.Timers.Timer(500) { AutoReset = false };
        once.Elapsed += delegate
        {
            Devices.Remove(value.Device); // expect: SG2005
        };
        once.Start();
    }

    private void OnElapsed(object? sender, System.Timers.ElapsedEventArgs e) => Idle++;
}
