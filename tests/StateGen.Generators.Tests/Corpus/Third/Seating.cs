using System;
using System.Collections.Generic;
using System.Linq;
using StateGen;

namespace Corpus.Third.Seating;

public sealed record SeatEvent(string Seat, string? Guest, int Row, DateTimeOffset Until);

public sealed record Freed(string Show, string Seat);

[Operator("seating-holds")]
public sealed partial class Holds : KeyedOperator<string, SeatEvent, Freed>
{
    [State] private partial MapState<string, DateTimeOffset> HeldUntil { get; }
    [State, Ttl(Hours = 6)] private partial ListState<string> WaitingList { get; }

    protected override void OnEvent(SeatEvent value, OperatorContext<Freed> context)
    {
        foreach (var (seat, until) in HeldUntil) // expect: SG2009
        {
            if (until > context.Timestamp)
                continue;
            HeldUntil.Remove(seat);
            context.Emit(new Freed(Key, seat));
        }

        foreach (var seat in HeldUntil.Keys) // expect: SG2009
        {
            if (seat.StartsWith('A'))
                Extend(seat, value.Until);
        }

        // Leaves the loop right after the change.
        foreach (var seat in HeldUntil.Keys)
        {
            if (seat == value.Seat)
            {
                HeldUntil.Remove(seat);
                break;
            }
        }

        foreach (var guest in WaitingList) // expect: SG2009
        {
            if (guest.Length > 20)
                WaitingList.Add(guest[..20]);
        }
    }

    protected override void OnTimer(FiredTimer timer, OperatorContext<Freed> context)
    {
        using (var cursor = HeldUntil.OpenCursor())
        {
            while (cursor.MoveNext())
            {
                if (cursor.Current.Value <= timer.Timestamp)
                    cursor.RemoveCurrent();
            }
        }

        foreach (var entry in HeldUntil.OrderBy(entry => entry.Value).ToList())
            HeldUntil.Remove(entry.Key);
    }

    private void Extend(string seat, DateTimeOffset until) => HeldUntil[seat] = until;
}

[Operator("seating-rows")]
public sealed partial class Rows : KeyedOperator<string, SeatEvent, Freed>
{
    [State, Ttl(Days = 1)] private partial MapState<string, int> RowOf { get; }
    [State] private partial MapState<string, string> GuestOf { get; }

    protected override void OnEvent(SeatEvent value, OperatorContext<Freed> context)
    {
        var rows = RowOf;
        foreach (var seat in rows) // expect: SG2009
        {
            if (seat.Value == value.Row)
                RowOf[seat.Key] = seat.Value + 1;
        }

        foreach (var empty in GuestOf.Where(entry => entry.Value.Length == 0).Select(entry => entry.Key)) // expect: SG2009
            GuestOf.Remove(empty);

        foreach (var seat in InRow(value.Row)) // expect: SG2009
        {
            context.Emit(new Freed(Key, seat));
            RowOf.Remove(seat);
        }

        // Reads one map and changes the other.
        foreach (var (seat, row) in RowOf)
        {
            if (row > 40)
                GuestOf.Remove(seat);
        }
    }

    protected override void OnTimer(FiredTimer timer, OperatorContext<Freed> context)
    {
        using var entries = GuestOf.GetEnumerator();
        while (entries.MoveNext())
            context.Emit(new Freed(Key, entries.Current.Key));

        foreach (var guest in GuestOf.Values.Distinct()) // expect: SG2009
        {
            if (guest.Length == 0)
                ClearState();
        }
    }

    private IEnumerable<string> InRow(int row)
    {
        foreach (var entry in RowOf)
        {
            if (entry.Value == row)
                yield return entry.Key;
        }
    }
}
