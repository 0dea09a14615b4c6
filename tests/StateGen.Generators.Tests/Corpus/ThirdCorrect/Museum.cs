using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using StateGen;

namespace Corpus.Third.Museum;

public abstract record VisitorEvent(string Ticket, DateTimeOffset At);

public sealed record Enter(string Ticket, string Room, DateTimeOffset At) : VisitorEvent(Ticket, At);

public sealed record Exit(string Ticket, DateTimeOffset At) : VisitorEvent(Ticket, At);

public sealed record Path(string Ticket, string Rooms, TimeSpan Duration);

[UnionCase(0, typeof(Outside))]
[UnionCase(1, typeof(Inside))]
public abstract record Place;

public sealed record Outside : Place;

public sealed record Inside(string Room, DateTimeOffset Since) : Place;

/// <summary>A state machine with an immutable union as its state.</summary>
[Operator("museum-paths")]
public sealed partial class Paths : KeyedOperator<string, VisitorEvent, Path>
{
    [State] private partial Place? Place { get; set; }
    [State] private partial DateTimeOffset? Entered { get; set; }
    [State] private partial ListState<string> Rooms { get; }

    protected override void OnEvent(VisitorEvent value, OperatorContext<Path> context)
    {
        switch (value, Place ?? new Outside())
        {
            case (Enter enter, Outside):
                Entered = enter.At;
                Move(enter);
                break;
            case (Enter enter, Inside inside) when enter.Room != inside.Room:
                Move(enter);
                break;
            case (Exit, Inside):
                Leave(value.At, context);
                break;
        }
    }

    private void Move(Enter enter)
    {
        Rooms.Add(enter.Room);
        Place = new Inside(enter.Room, enter.At);
    }

    private void Leave(DateTimeOffset at, OperatorContext<Path> context)
    {
        var text = new StringBuilder();
        foreach (var room in Rooms)
            text.Append(text.Length > 0 ? " > " : "").Append(room);
        context.Emit(new Path(Key, text.ToString(), at - (Entered ?? at)));
        text.Clear();
        ClearState();
    }
}

/// <summary>Local variables that hold delegates, queries and enumerators; none of them survives the callback.</summary>
[Operator("museum-rooms")]
public sealed partial class RoomLoad : KeyedOperator<string, Enter, Path>
{
    private static readonly Func<string, int> s_floor = room => room.Length > 0 ? room[0] - '0' : 0;
    private readonly List<Func<Enter, bool>> _rules =
    [
        enter => enter.Room.Length > 2,
        static enter => enter.Ticket.StartsWith('T'),
    ];

    [State, Ttl(Hours = 12)] private partial MapState<string, int> Load { get; }
    [State] private partial int Refused { get; set; }

    protected override void OnEvent(Enter enter, OperatorContext<Path> context)
    {
        if (!_rules.TrueForAll(rule => rule(enter)))
        {
            Refused++;
            return;
        }

        var crowded = Load.Where(entry => entry.Value > Refused + 10);
        Func<string, bool> upstairs = room => s_floor(room) > Refused;
        foreach (var (room, load) in crowded)
        {
            if (upstairs(room))
                context.Emit(new Path(enter.Ticket, $"avoid {room} ({load})", TimeSpan.Zero));
        }

        Load[enter.Room] = Load.GetValueOrDefault(enter.Room) + 1;
        using var entries = Load.GetEnumerator();
        var rooms = 0;
        while (entries.MoveNext())
            rooms++;
        if (rooms > 50)
            Load.Clear();
    }
}
