using System.Threading;

namespace Corpus.Threads.FleetTracking;

public readonly record struct Position(double Latitude, double Longitude)
{
    public double DistanceTo(Position other) => Math.Abs(Latitude - other.Latitude) + Math.Abs(Longitude - other.Longitude);
}

public sealed record Ping(Position Position, double Speed, int Fuel, DateTimeOffset At);

public abstract record FleetEvent(string Truck);

public sealed record Moved(string Truck, double Distance) : FleetEvent(Truck);

public sealed record Refuel(string Truck, Func<int> Fuel) : FleetEvent(Truck);

public sealed record Stopped(string Truck) : FleetEvent(Truck);

public interface IMapService
{
    Task<string> RoadAsync(Position position);

    void Publish(string truck, string road);
}

public sealed class FleetMonitor
{
    private readonly Dictionary<string, Func<double>> _gauges = [];

    public Func<double> this[string name]
    {
        get => _gauges[name];
        set => _gauges[name] = value;
    }

    public ICollection<string> Names => _gauges.Keys;
}

[Operator("threads.fleet-tracking")]
public sealed partial class FleetTracker : KeyedOperator<string, Ping, FleetEvent>, IDisposable
{
    private static readonly TimeSpan Silence = TimeSpan.FromMinutes(15);

    private readonly IMapService _map;
    private readonly FleetMonitor _monitor;
    private readonly CancellationTokenSource _stopping = new();
    private readonly Thread _reporter;

    public FleetTracker(IMapService map, FleetMonitor monitor)
    {
        _map = map;
        _monitor = monitor;
        _reporter = new Thread(ReportLoop) { IsBackground = true, Name = "fleet reporter" }; // expect: SG2005
        _reporter.Start();
    }

    [State] private partial Position? Last { get; set; }

    [State] private partial double Distance { get; set; }

    [State] private partial int Fuel { get; set; }

    [State] private partial string? Road { get; set; }

    [State] private partial DateTimeOffset? Deadline { get; set; }

    [State, Ttl(Days = 2)] private partial MapState<string, double> Roads { get; }

    [State, Ttl(Hours = 12)] private partial ListState<double> Speeds { get; }

    public void Start() => _ = PollRoadsAsync();

    protected override void OnEvent(Ping ping, OperatorContext<FleetEvent> context)
    {
        var truck = Key;
        var step = Last?.DistanceTo(ping.Position) ?? 0;
        Last = ping.Position;
        Distance += step;
        Speeds.Add(ping.Speed);
        RestartSilence(context);
        switch (ping)
        {
            case { Fuel: < 10 }:
                Fuel = ping.Fuel;
                context.Emit(new Refuel(truck, () => Fuel)); // expect: SG2006
                break;
            case { Speed: 0 }:
                StopTruck(context);
                break;
            default:
                context.Emit(new Moved(truck, step));
                break;
        }

        if (Road is null)
        {
            _monitor[truck] = () => Distance; // expect: SG2006
            _map.RoadAsync(ping.Position).ContinueWith(
                road =>
                {
                    _map.Publish(truck, road.IsFaulted ? "unknown" : "found");
                    Road = truck; // expect: SG2005
                },
                _stopping.Token);
        }
    }

    protected override void OnTimer(FiredTimer timer, OperatorContext<FleetEvent> context)
    {
        Deadline = null;
        context.Emit(new Stopped(Key));
        SmoothSpeeds();
        ForgetShortRoads();
        var drain = new WaitCallback(Drain); // expect: SG2005
        ThreadPool.QueueUserWorkItem(drain, timer);
    }

    public void Dispose()
    {
        _stopping.Cancel();
        if (Distance > 0) // expect: SG2002
            Console.WriteLine(_monitor.Names.Count);
        _stopping.Dispose();
    }

    private void RestartSilence(OperatorContext<FleetEvent> context)
    {
        if (Deadline is { } previous)
            context.Timers.DeleteEventTime(previous);
        Deadline = context.Timestamp + Silence;
        context.Timers.RegisterEventTime(Deadline.Value);
    }

    private void StopTruck(OperatorContext<FleetEvent> context)
    {
        var road = Road;
        if (road is null)
            return;
        Roads[road] = Distance;
        Distance = 0;
        context.Emit(new Stopped(Key));
    }

    private void SmoothSpeeds()
    {
        var speeds = Speeds;
        var fast = speeds.Where(speed => speed > 90);
        foreach (var speed in fast) // expect: SG2009
        {
            speeds.Add(90);
            Distance -= speed - 90;
        }
    }

    private void ForgetShortRoads()
    {
        var names = Roads.Keys;
        foreach (var name in names) // expect: SG2009
        {
            if (Roads[name] is < 1 and var length)
            {
                Distance += length;
                Roads.Remove(name);
            }
        }
    }

    private void Drain(object? timer)
    {
        Fuel = 0;
        Console.WriteLine(timer);
    }

    private void ReportLoop()
    {
        while (!_stopping.IsCancellationRequested)
            _map.Publish("all", $"{Distance}");
    }

    private async Task PollRoadsAsync()
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(30));
        while (await timer.WaitForNextTickAsync(_stopping.Token))
        {
            try
            {
                Road = null; // expect: SG2004
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }
}
