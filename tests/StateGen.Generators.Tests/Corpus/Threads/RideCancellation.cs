using System.Threading;

namespace Corpus.Threads.RideCancellation;

public sealed record RideRequest(string Rider, double Distance, CancellationToken Aborted);

[Operator("threads.ride-cancellation")]
public sealed partial class RideQueue : KeyedOperator<string, RideRequest, string>
{
    private readonly CancellationTokenSource _shutdown = new();

    public RideQueue(CancellationToken stopping)
    {
        stopping.Register(DropWaiting); // expect: SG2005
    }

    [State] private partial int Waiting { get; set; }

    [State] private partial string? LastRider { get; set; }

    protected override void OnEvent(RideRequest request, OperatorContext<string> context)
    {
        Waiting++;
        LastRider = request.Rider;
        request.Aborted.Register(() => Waiting--); // expect: SG2005
        _shutdown.Token.UnsafeRegister(static self => ((RideQueue)self!).LastRider = null, this); // expect: SG2005

        using var registration = request.Aborted.Register(() => context.Emit($"{request.Rider} left")); // expect: SG2005
        context.Emit($"{request.Rider} is number {Waiting}");
    }

    private void DropWaiting() => Waiting = 0;
}

[Operator("threads.ride-cancellation.periodic")]
public sealed partial class RideBoard : KeyedOperator<string, RideRequest, string>
{
    private readonly TimeSpan _interval = TimeSpan.FromSeconds(2);

    [State] private partial int Open { get; set; }

    [State] private partial double Longest { get; set; }

    public RideBoard() => _ = Task.Run(RefreshAsync); // expect: SG2005

    protected override void OnEvent(RideRequest request, OperatorContext<string> context)
    {
        Open++;
        if (request.Distance < Longest)
            return;
        Longest = request.Distance;
        _ = WatchAsync(request.Aborted);
        Task.Run(async () =>
        {
            using var timer = new PeriodicTimer(TimeSpan.FromMinutes(1));
            await timer.WaitForNextTickAsync();
            context.Timers.RegisterEventTime(DateTimeOffset.UnixEpoch); // expect: SG2005
        });
    }

    private async Task RefreshAsync()
    {
        using var timer = new PeriodicTimer(_interval);
        while (await timer.WaitForNextTickAsync())
            Console.WriteLine($"open: {Open}"); // expect: SG2004
    }

    private async Task WatchAsync(CancellationToken aborted)
    {
        var timer = new PeriodicTimer(_interval);
        do
        {
            Longest *= 0.9; // expect: SG2004
        }
        while (await timer.WaitForNextTickAsync(aborted));
    }
}
