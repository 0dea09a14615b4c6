using System;
using System.Collections.Generic;
using System.Linq;
using StateGen;

namespace Corpus.Third.Drones;

public sealed record Position(string Drone, double X, double Y, double Altitude, DateTimeOffset At);

public sealed record Warning(string Drone, string Text);

public sealed class Airspace
{
    public event EventHandler<Position>? Moved;

    public Func<double, bool>? Filter { get; set; }

    public void Move(Position position) => Moved?.Invoke(this, position);
}

public static class Sequences
{
    public static int CountIf<T>(IEnumerable<T> items, Func<T, bool> condition)
    {
        var count = 0;
        foreach (var item in items)
        {
            if (condition(item))
                count++;
        }

        return count;
    }
}

/// <summary>Handlers are taken away again, and delegates run in place or capture values.</summary>
[Operator("drones-airspace")]
public sealed partial class AirspaceOperator(Airspace airspace) : KeyedOperator<string, Position, Warning>
{
    [State] private partial int Moves { get; set; }
    [State] private partial double Ceiling { get; set; }
    [State, Ttl(Hours = 2)] private partial ListState<Position> Track { get; }

    protected override void OnEvent(Position position, OperatorContext<Warning> context)
    {
        airspace.Moved += OnMoved;
        try
        {
            airspace.Move(position);
        }
        finally
        {
            airspace.Moved -= OnMoved;
        }

        var ceiling = Ceiling;
        airspace.Filter = altitude => altitude <= ceiling;

        Track.Add(position);
        var above = Sequences.CountIf(Track, earlier => earlier.Altitude > Ceiling);
        if (above > 3)
            context.Emit(new Warning(Key, $"{above} of {Moves}"));

        var highest = new Lazy<double>(() => Math.Max(ceiling, position.Altitude));
        Ceiling = highest.Value;

        Action<string> warn = text => context.Emit(new Warning(Key, text));
        foreach (var text in Check(position))
            warn(text);
    }

    private void OnMoved(object? sender, Position position) => Moves++;

    private static IEnumerable<string> Check(Position position)
    {
        if (position.X < 0)
            yield return "west";
        if (position.Y < 0)
            yield return "south";
    }
}

/// <summary>Actions by name, which the constructor makes and the callbacks run.</summary>
[Operator("drones-commands")]
public sealed partial class Commands : KeyedOperator<string, Position, Warning>
{
    private readonly Dictionary<string, Action<Position>> _actions = new(StringComparer.Ordinal);
    private readonly Func<Position, bool> _isLow;

    [State] private partial int Climbs { get; set; }
    [State] private partial int Sinks { get; set; }

    public Commands(double floor)
    {
        _actions["climb"] = position => Climbs += position.Altitude > floor ? 1 : 0;
        _actions["sink"] = Sink;
        _isLow = position => position.Altitude < floor + Sinks;
    }

    protected override void OnEvent(Position position, OperatorContext<Warning> context)
    {
        if (_actions.TryGetValue(position.Drone, out var action))
            action(position);
        if (_isLow(position))
            context.Emit(new Warning(Key, "low"));
    }

    private void Sink(Position position) => Sinks++;
}
