using System;
using System.Collections.Generic;
using System.Linq;
using StateGen;

namespace Corpus.Third.Grid;

public sealed record FeederEvent(string Feeder, double Ampere, bool Trip, DateTimeOffset MeasuredAt);

public sealed record FeederState(string Feeder, double Load, int Trips);

public sealed class FeederLog
{
    public Queue<double> Loads { get; set; } = new();

    public List<DateTimeOffset> Trips { get; set; } = [];

    public double[] Quantiles { get; set; } = new double[3];
}

// The callbacks are here, the helpers in PowerGrid.Feeders.Helpers.cs.
[Operator("grid-feeders")]
public sealed partial class Feeders : KeyedOperator<string, FeederEvent, FeederState>
{
    [State(Copy = true)] private partial FeederLog? Log { get; set; }
    [State(Copy = true)] private partial List<double>? Peaks { get; set; }
    [State(Copy = true)] private partial byte[]? Flags { get; set; }

    protected override void OnEvent(FeederEvent value, OperatorContext<FeederState> context)
    {
        var log = Log ?? new FeederLog();
        if (value.Trip)
        {
            log.Trips.Add(value.MeasuredAt);
            Log = log;
        }
        else
        {
            log.Loads.Enqueue(value.Ampere); // expect: SG2007
        }

        Mark(Flags, value.Trip); // expect: SG2007
        AddPeak(value.Ampere);
        context.Emit(new FeederState(Key, log.Loads.Count, log.Trips.Count));
    }

    protected override void OnTimer(FiredTimer timer, OperatorContext<FeederState> context)
    {
        if (Log is { } log)
        {
            Summarize(log);
            Log = log;
        }

        if (Log is { } again)
            Summarize(again); // expect: SG2007

        Peaks!.Sort(); // expect: SG2007
        context.Emit(new FeederState(Key, Peaks![^1], 0));
    }
}
