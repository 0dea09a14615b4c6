using System;
using System.Collections.Generic;
using System.Linq;
using StateGen;

namespace Corpus.Third.Metering;

public sealed record Reading(string Meter, DateTimeOffset MeasuredAt, double Value);

public sealed record Alert(string Meter, string Text);

public static class TimerExtensions
{
    public static void After(this TimerService timers, DateTimeOffset time, TimeSpan delay) => timers.RegisterEventTime(time + delay);
}

[Operator("metering-silence")]
public sealed partial class Silence : KeyedOperator<string, Reading, Alert>
{
    [State] private partial DateTimeOffset? Last { get; set; }

    protected override void OnEvent(Reading reading, OperatorContext<Alert> context)
    {
        Last = reading.MeasuredAt;
        context.Timers.RegisterEventTime(reading.MeasuredAt + TimeSpan.FromMinutes(10)); // expect: SG2013
    }

    protected override void OnTimer(FiredTimer timer, OperatorContext<Alert> context)
    {
        if (Last <= timer.Timestamp.AddMinutes(-10))
            context.Emit(new Alert(Key, "silent"));
    }
}

[Operator("metering-settle")]
public sealed partial class Settle : KeyedOperator<string, Reading, Alert>
{
    private static readonly TimeSpan Delay = TimeSpan.FromSeconds(30);

    [State] private partial double Sum { get; set; }

    protected override void OnEvent(Reading reading, OperatorContext<Alert> context)
    {
        Sum += reading.Value;
        var timers = context.Timers;
        var due = context.Timestamp.Add(Delay);
        timers.RegisterEventTime(due); // expect: SG2013
    }
}

[Operator("metering-peaks")]
public sealed partial class Peaks : KeyedOperator<string, Reading, Alert>
{
    [State] private partial double High { get; set; }

    protected override void OnEvent(Reading reading, OperatorContext<Alert> context)
    {
        if (reading.Value > High)
        {
            High = reading.Value;
            context.Timers.RegisterEventTime(context.Timestamp.AddHours(1)); // expect: SG2013
        }
        else
        {
            High *= 0.99;
            context.Timers.RegisterEventTime(context.Timestamp.AddHours(2)); // expect: SG2013
        }
    }
}

[Operator("metering-helpers")]
public sealed partial class Helpers : KeyedOperator<string, Reading, Alert>
{
    [State] private partial double Previous { get; set; }

    protected override void OnEvent(Reading reading, OperatorContext<Alert> context)
    {
        context.Timers.After(context.Timestamp, TimeSpan.FromDays(1)); // expect: SG2013
        Schedule(context);
        Previous = reading.Value;
    }

    private static void Schedule(OperatorContext<Alert> context) =>
        context.Timers.RegisterEventTime(context.Timestamp.AddMilliseconds(1)); // expect: SG2013
}

/// <summary>Right: one timer per hour, whatever the number of readings, and one that moves with the last reading.</summary>
[Operator("metering-hours")]
public sealed partial class Hours : KeyedOperator<string, Reading, Alert>
{
    [State] private partial double Sum { get; set; }
    [State] private partial DateTimeOffset? Idle { get; set; }

    protected override void OnEvent(Reading reading, OperatorContext<Alert> context)
    {
        Sum += reading.Value;
        var hour = new DateTimeOffset(context.Timestamp.Ticks / TimeSpan.TicksPerHour * TimeSpan.TicksPerHour, TimeSpan.Zero);
        context.Timers.RegisterEventTime(hour.AddHours(1));
    }

    protected override void OnTimer(FiredTimer timer, OperatorContext<Alert> context)
    {
        context.Emit(new Alert(Key, $"{Sum:0.0}"));
        Sum = 0;
        if (Idle is { } idle)
            context.Timers.DeleteEventTime(idle);
        Idle = timer.Timestamp.AddDays(7);
        context.Timers.RegisterEventTime(Idle.Value);
    }
}
