using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using StateGen;

namespace Corpus.Third.Elevators;

public sealed record Ride(string Elevator, int From, int To, double[] Vibration);

public sealed record Wear(string Elevator, double Energy, int Rides);

public interface IMaintenance
{
    Task OrderAsync(string elevator, int rides, CancellationToken cancellation = default);
}

/// <summary>Other threads get values, never the operator.</summary>
[Operator("elevators-wear")]
public sealed partial class WearOperator(IMaintenance maintenance) : KeyedOperator<string, Ride, Wear>
{
    [State] private partial double Energy { get; set; }
    [State] private partial int Rides { get; set; }

    protected override void OnEvent(Ride ride, OperatorContext<Wear> context)
    {
        var squares = new double[ride.Vibration.Length];
        Parallel.For(0, squares.Length, i => squares[i] = ride.Vibration[i] * ride.Vibration[i]);
        foreach (var square in squares)
            Energy += square;

        var strong = ride.Vibration.AsParallel().Count(static value => value > 3);
        Rides += strong > 10 ? 2 : 1;
        if (Rides % 1_000 == 0)
            _ = OrderAsync(maintenance, Key, Rides);

        var (elevator, rides) = (Key, Rides);
        if (Energy > 1e6)
            _ = Task.Run(() => maintenance.OrderAsync(elevator, rides));
        context.Emit(new Wear(elevator, Energy, rides));
    }

    private static async Task OrderAsync(IMaintenance maintenance, string elevator, int rides)
    {
        for (var attempt = 0; attempt < 3; attempt++)
        {
            await maintenance.OrderAsync(elevator, rides).ConfigureAwait(false);
            await Task.Delay(TimeSpan.FromSeconds(attempt)).ConfigureAwait(false);
        }
    }
}

/// <summary>Uses the state before the await only; the branch with the await returns.</summary>
[Operator("elevators-orders")]
public sealed partial class Orders(IMaintenance maintenance) : KeyedOperator<string, Ride, Wear>
{
    [State] private partial int Rides { get; set; }
    [State] private partial int Ordered { get; set; }

    protected override void OnEvent(Ride ride, OperatorContext<Wear> context)
    {
        _ = CountAsync(ride.To - ride.From);
        context.Emit(new Wear(Key, 0, Rides));
    }

    private async Task CountAsync(int floors)
    {
        var rides = Rides += Math.Abs(floors);
        if (rides > 500)
        {
            Rides = 0;
            var order = Ordered + 1;
            Ordered = order;
            await maintenance.OrderAsync(Key, order);
            return;
        }

        Ordered = rides == 0 ? 0 : Ordered;
    }
}

/// <summary>A task that is done is no wait, and neither is a wait of no time.</summary>
[Operator("elevators-limits")]
public sealed partial class Limits(Task<int> limit, SemaphoreSlim free) : KeyedOperator<string, Ride, Wear>
{
    [State] private partial int Rides { get; set; }

    protected override void OnEvent(Ride ride, OperatorContext<Wear> context)
    {
        Rides++;
        if (limit.IsCompletedSuccessfully && limit.Result < Rides)
            context.Emit(new Wear(Key, 0, Rides));

        if (!free.Wait(TimeSpan.Zero))
            return;
        context.Emit(new Wear(Key, 1, Rides));
        free.Release();
    }
}
