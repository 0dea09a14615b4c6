namespace Corpus.Values.FrostWarning;

public enum Severity
{
    None,
    Watch,
    Warning,
}

public sealed record StationReading(string Station, double Celsius, DateTimeOffset MeasuredAt, string Source);

public sealed record Warning(string Station, Severity Severity, double Lowest);

/// <summary>Warns of frost, and confirms the warning an hour later.</summary>
[Operator("values.frostwarning")]
public sealed partial class FrostWarning : KeyedOperator<string, StationReading, Warning>
{
    [State] private partial double? Lowest { get; set; }

    [State] private partial Severity Current { get; set; }

    protected override void OnEvent(StationReading reading, OperatorContext<Warning> context)
    {
        context.Timers.RegisterEventTime(context.Timestamp); // expect: SG2013
        Lowest = Math.Min(Lowest ?? double.MaxValue, reading.Celsius);
        var severity = reading.Celsius switch
        {
            < -2 => Severity.Warning,
            < 2 => Severity.Watch,
            _ => Severity.None,
        };
        if (severity != Current)
            context.Emit(new Warning(Key, severity, Lowest.Value));
        Current = severity;
    }

    protected override void OnTimer(FiredTimer timer, OperatorContext<Warning> context)
    {
        if (Current == Severity.Warning && Lowest is { } lowest)
            context.Emit(new Warning(Key, Current, lowest));
    }
}

[Operator("values.frostwarning.sources")]
public sealed partial class SourceSwitch : KeyedOperator<string, StationReading, string>
{
    [State] private partial string? Source { get; set; }

    protected override void OnEvent(StationReading reading, OperatorContext<string> context)
    {
        switch (reading.Source)
        {
            case "radar":
                Schedule(context, TimeSpan.FromMinutes(5));
                break;
            case "satellite":
                Schedule(context, TimeSpan.FromMinutes(30));
                break;
            default:
                context.Timers.RegisterEventTime(reading.MeasuredAt.AddSeconds(90)); // expect: SG2013
                break;
        }

        Source = reading.Source;
    }

    protected override void OnTimer(FiredTimer timer, OperatorContext<string> context) => context.Emit($"{Key} via {Source}");

    private static void Schedule(OperatorContext<string> context, TimeSpan delay)
    {
        var at = context.Timestamp + delay;
        context.Timers.RegisterEventTime(at); // expect: SG2013
    }
}
