using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using StateGen;

namespace Corpus.Third.Parking;

public sealed record Entry(string Plate, string Garage, DateTimeOffset EnteredAt, bool Leaves);

public sealed record Fee(string Garage, string Plate, decimal Amount);

public sealed record Stay(string Plate, DateTimeOffset Since);

public record struct Tally(int Cars, int Most)
{
    public void Enter()
    {
        Cars++;
        Most = Math.Max(Most, Cars);
    }
}

public sealed record Garage(ImmutableList<Stay> Stays, ImmutableDictionary<string, int> Visits);

/// <summary>Timers for the first event, for whole hours, and one that moves.</summary>
[Operator("parking-fees")]
public sealed partial class Fees : KeyedOperator<string, Entry, Fee>
{
    [State] private partial DateTimeOffset? Deadline { get; set; }
    [State] private partial bool Open { get; set; }
    [State] private partial int Cars { get; set; }

    protected override void OnEvent(Entry entry, OperatorContext<Fee> context)
    {
        if (!Open)
        {
            Open = true;
            context.Timers.RegisterEventTime(entry.EnteredAt.AddHours(12));
        }

        if (Deadline is { } deadline)
            context.Timers.DeleteEventTime(deadline);
        Deadline = entry.EnteredAt + TimeSpan.FromMinutes(30);
        context.Timers.RegisterEventTime(Deadline.Value);
        Cars += entry.Leaves ? -1 : 1;
    }

    protected override void OnTimer(FiredTimer timer, OperatorContext<Fee> context)
    {
        if (timer.Timestamp == Deadline)
            context.Emit(new Fee(Key, "", Cars));
        if (Cars > 0)
            context.Timers.RegisterEventTime(timer.Timestamp.AddHours(1));
        else
            ClearState();
    }
}

/// <summary>Immutable state: each change makes a new value, which is assigned.</summary>
[Operator("parking-garages")]
public sealed partial class Garages : KeyedOperator<string, Entry, Fee>
{
    [State] private partial Garage? Garage { get; set; }
    [State] private partial Tally Tally { get; set; }
    [State] private partial ImmutableArray<string> Plates { get; set; }

    protected override void OnEvent(Entry entry, OperatorContext<Fee> context)
    {
        var garage = Garage ?? new Garage([], ImmutableDictionary<string, int>.Empty);
        if (entry.Leaves)
        {
            var stay = garage.Stays.Find(other => other.Plate == entry.Plate);
            if (stay is null)
                return;
            Garage = garage with { Stays = garage.Stays.Remove(stay) };
            context.Emit(new Fee(Key, entry.Plate, (decimal)(context.Timestamp - stay.Since).TotalHours));
            return;
        }

        var visits = garage.Visits.ToBuilder();
        visits[entry.Plate] = garage.Visits.GetValueOrDefault(entry.Plate) + 1;
        Garage = new Garage(garage.Stays.Add(new Stay(entry.Plate, entry.EnteredAt)), visits.ToImmutable());

        var tally = Tally;
        tally.Enter();
        Tally = tally;

        var plates = Plates.IsDefault ? [] : Plates;
        Plates = plates.Contains(entry.Plate) ? plates : plates.Add(entry.Plate);

        var window = context.Timestamp.Ticks - (context.Timestamp.Ticks % TimeSpan.TicksPerHour) + TimeSpan.TicksPerHour;
        context.Timers.RegisterEventTime(new DateTimeOffset(window, TimeSpan.Zero));
    }
}
