using System.Threading;

namespace Corpus.Public.Thermostats;

public sealed record Temperature(string Room, double Celsius, double[] Raw);

public sealed record Correction(string Room, double By);

public interface IHeatingBus
{
    event Action<string>? Reset;

    Task SendAsync(string device, double target);
}

public static class Shutdown
{
    public static event EventHandler? Requested;

    public static Func<double>? LastTarget { get; set; }

    public static void Raise(object sender) => Requested?.Invoke(sender, EventArgs.Empty);
}

[Operator("public.thermostats")]
public sealed partial class Thermostats(IHeatingBus bus) : KeyedOperator<string, Temperature, Correction>
{
    [State] private partial double? Target { get; set; }

    [State] private partial double Offset { get; set; }

    [State, Ttl(Hours = 6)] private partial MapState<string, double> Rooms { get; }

    protected override void OnEvent(Temperature value, OperatorContext<Correction> context)
    {
        Rooms[value.Room] = value.Celsius;

        if (Target is null)
        {
            Target = 20.5;
            bus.Reset += room => Rooms.Remove(room); // expect: SG2006
            Shutdown.Requested += OnShutdown; // expect: SG2006
            Shutdown.LastTarget = () => Target ?? 0; // expect: SG2006
        }

        var mean = value.Raw.AsParallel().Select(raw => raw + Offset).Average(); // expect: SG2005
        if (mean > Target)
            ThreadPool.QueueUserWorkItem(_ => Offset -= 0.1); // expect: SG2005

        var device = Key;
        var target = Target.Value;
        bus.SendAsync(device, target).ContinueWith(sent =>
        {
            if (sent.IsFaulted)
                Target = null; // expect: SG2005
        });

        context.Emit(new Correction(value.Room, mean - target));
    }

    private void OnShutdown(object? sender, EventArgs e) => Console.WriteLine($"{Key}: {Offset}");

    internal Func<string, double> RoomReader() => room => Rooms.GetValueOrDefault(room) + Offset; // expect: SG2006
}
