using System;
using System.Collections.Generic;
using System.Linq;
using StateGen;

namespace Corpus.Third.SmartHome;

public sealed record DeviceMessage(string Device, string Topic, double Value);

public sealed record Command(string Device, string Action);

public sealed class HomeBus
{
    public event EventHandler? Tick;

    public Action<string>? OnReply { get; set; }

    public List<Func<double>> Gauges { get; } = [];

    public void Pulse() => Tick?.Invoke(this, EventArgs.Empty);
}

public static class Shutdown
{
    public static Stack<Action> Pending { get; } = new();
}

/// <summary>Leaves delegates behind on the bus of the home.</summary>
[Operator("home-thermostat")]
public sealed partial class Thermostat(HomeBus bus) : KeyedOperator<string, DeviceMessage, Command>
{
    [State] private partial double Target { get; set; }
    [State] private partial double Current { get; set; }
    [State] private partial int Replies { get; set; }

    protected override void OnEvent(DeviceMessage message, OperatorContext<Command> context)
    {
        switch (message.Topic)
        {
            case "target":
                Target = message.Value;
                bus.Gauges.Add(() => Target); // expect: SG2006
                break;
            case "subscribe":
                bus.Tick += (_, _) => context.Emit(new Command(message.Device, "tick")); // expect: SG2006
                break;
            case "reply":
                bus.OnReply = Reply; // expect: SG2006
                break;
            case "bye":
                Action last = () => Console.WriteLine(Key); // expect: SG2006
                Shutdown.Pending.Push(last);
                break;
            default:
                Current = message.Value;
                var current = Current;
                bus.Gauges.Add(() => current);
                break;
        }
    }

    private void Reply(string text) => Replies += text.Length;
}

/// <summary>Emits functions and lazy queries, which read the state of whatever key is current when they run.</summary>
[Operator("home-rules")]
public sealed partial class Rules : KeyedOperator<string, DeviceMessage, Func<double, bool>>
{
    [State] private partial double Limit { get; set; }
    [State] private partial double Hysteresis { get; set; }

    protected override void OnEvent(DeviceMessage message, OperatorContext<Func<double, bool>> context)
    {
        Limit = message.Value;
        context.Emit(value => value > Limit); // expect: SG2006

        var hysteresis = Hysteresis;
        context.Emit(value => value > hysteresis);

        bool Exceeds(double value) => value > Hysteresis;
        context.Emit(Exceeds); // expect: SG2006
    }

    internal Func<double> Reader() => () => Limit; // expect: SG2006
}

[Operator("home-scenes")]
public sealed partial class Scenes : KeyedOperator<string, DeviceMessage, IEnumerable<double>>
{
    private readonly Dictionary<string, Action<double>> _handlers = new(StringComparer.Ordinal);
    private readonly Lazy<int> _startLevel;

    [State] private partial int Level { get; set; }
    [State] private partial double Factor { get; set; }

    public Scenes(HomeBus bus)
    {
        _handlers["dim"] = value => Level -= (int)value;
        _handlers["brighten"] = value => Level += (int)value;
        _startLevel = new Lazy<int>(() => Level + 1); // expect: SG2006
        bus.Tick += (_, _) => Level = 0; // expect: SG2006
    }

    protected override void OnEvent(DeviceMessage message, OperatorContext<IEnumerable<double>> context)
    {
        if (_handlers.TryGetValue(message.Topic, out var handler))
            handler(message.Value);
        double[] steps = [0.25, 0.5, 1];
        context.Emit(steps.Select(step => step * Factor)); // expect: SG2006
        context.Emit(steps.Select(step => step * _startLevel.Value).ToArray());
    }
}
