namespace Corpus.PublicCorrect.Thermostats;

public sealed record Temperature(string Room, double Celsius, double[] Raw);

public sealed record Correction(string Room, double By);

public interface IHeatingBus
{
    event Action<string>? Reset;

    Task<bool> SendAsync(string device, double target);
}

[Operator("publiccorrect.thermostats")]
public sealed partial class Thermostats : KeyedOperator<string, Temperature, Correction>
{
    private readonly IHeatingBus _bus;
    private readonly Func<double, double> _correct;

    public Thermostats(IHeatingBus bus)
    {
        _bus = bus;
        _bus.Reset += Remove;
        _correct = celsius => celsius + Offset;
        Console.WriteLine($"keeps {nameof(Target)} and {nameof(Rooms)}");
    }

    [State] private partial double? Target { get; set; }

    [State] private partial double Offset { get; set; }

    [State, Ttl(Hours = 6)] private partial MapState<string, double> Rooms { get; }

    protected override void OnEvent(Temperature value, OperatorContext<Correction> context)
    {
        Rooms[value.Room] = _correct(value.Celsius);

        if (Target is null)
        {
            Target = 20.5;
            _bus.Reset -= Remove;
        }

        var offset = Offset;
        var mean = value.Raw.AsParallel().Select(raw => raw + offset).Average();

        var sums = new double[2];
        Parallel.For(0, sums.Length, i => sums[i] = value.Raw.Where((_, n) => n % 2 == i).Sum());
        if (sums[0] > sums[1])
            Offset -= 0.1;

        var device = Key;
        _ = _bus.SendAsync(device, Target.Value).ContinueWith(sent =>
        {
            if (sent.IsFaulted)
                Console.Error.WriteLine($"{device} does not answer");
        });

        Func<string, double> deviation = room => Rooms.GetValueOrDefault(room) - mean;
        context.Emit(new Correction(value.Room, deviation(value.Room)));
    }

    private void Remove(string room) => Console.WriteLine($"reset of {room}");
}
