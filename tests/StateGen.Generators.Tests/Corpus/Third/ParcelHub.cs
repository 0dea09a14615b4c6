using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Threading;
using StateGen;

namespace Corpus.Third.Parcels;

public sealed record Scan(string ParcelId, string Depot, DateTimeOffset At, decimal WeightKg, int Lane);

public sealed record DepotLoad(string Depot, int Parcels, decimal Weight);

public sealed record LaneReport(string Depot, int Lane, int Parcels, long Sequence);

public sealed record LabelSheet(string Depot, string Text);

/// <summary>How much a depot has on its floor. Written in a hurry before the peak season.</summary>
[Operator("parcel-depot-load")]
public sealed partial class DepotLoadOperator : KeyedOperator<string, Scan, DepotLoad>
{
    private int _parcels; // expect: SG2001
    private readonly Dictionary<string, DateTimeOffset> _lastSeen = new(StringComparer.Ordinal); // expect: SG2001

    private decimal Weight { get; set; } // expect: SG2001

    [State] private partial DateTimeOffset? Opened { get; set; }

    protected override void OnEvent(Scan scan, OperatorContext<DepotLoad> context)
    {
        Opened ??= context.Timestamp;
        if (_lastSeen.TryGetValue(scan.ParcelId, out var before) && before >= scan.At)
            return;

        _lastSeen[scan.ParcelId] = scan.At;
        _parcels++;
        Accumulate(scan);
        context.Emit(new DepotLoad(Key, _parcels, Weight));
    }

    private void Accumulate(Scan scan) => Weight += scan.WeightKg;
}

/// <summary>Counts per lane, in an array that is indexed by lane.</summary>
[Operator("parcel-lanes")]
public sealed partial class LaneCounter : KeyedOperator<string, Scan, LaneReport>
{
    private const int Lanes = 24;
    private static long s_sequence; // expect: SG2001

    private readonly int[] _perLane = new int[Lanes]; // expect: SG2001
    private (int Lowest, int Highest) _used = (Lanes, -1); // expect: SG2001

    protected override void OnEvent(Scan scan, OperatorContext<LaneReport> context)
    {
        if (scan.Lane is < 0 or >= Lanes)
            return;

        ref var count = ref _perLane[scan.Lane];
        count++;
        _used.Lowest = Math.Min(_used.Lowest, scan.Lane);
        if (count % 100 == 0)
            context.Emit(new LaneReport(Key, scan.Lane, count, Interlocked.Increment(ref s_sequence)));
    }
}

/// <summary>Prints labels in sheets; the sheet is a text that grows over the events.</summary>
[Operator("parcel-labels")]
public sealed partial class LabelPrinter(int perSheet) : KeyedOperator<string, Scan, LabelSheet>
{
    private readonly StringBuilder _sheet = new(); // expect: SG2001

    [State] private partial int Labels { get; set; }

    protected override void OnEvent(Scan scan, OperatorContext<LabelSheet> context)
    {
        _sheet.Append(scan.ParcelId).Append('\n');
        if (++Labels < perSheet)
            return;

        context.Emit(new LabelSheet(Key, _sheet.ToString()));
        _sheet.Clear();
        Labels = 0;
    }
}

/// <summary>Right: everything that changes is state, and what the constructor sets stays as it is.</summary>
[Operator("parcel-overweight")]
public sealed partial class OverweightAlarm : KeyedOperator<string, Scan, string>
{
    private readonly decimal _limit;
    private readonly HashSet<string> _exempt;

    public OverweightAlarm(decimal limit, IEnumerable<string> exempt)
    {
        _limit = limit;
        _exempt = new HashSet<string>(exempt, StringComparer.Ordinal);
        _exempt.Remove("");
    }

    [State] private partial decimal Total { get; set; }

    protected override void OnEvent(Scan scan, OperatorContext<string> context)
    {
        if (_exempt.Contains(scan.Depot))
            return;
        var before = Total;
        Total = before + scan.WeightKg;
        if (before <= _limit && Total > _limit)
            context.Emit($"{Key} is over {_limit} kg");
    }
}
