namespace Corpus.MutationCorrect.Reservations;

public sealed record Request(string Guest, int Nights, int Kind);

public sealed class Booking
{
    public string Guest { get; set; } = "";

    public List<int> Nights { get; set; } = [];
}

internal static class BookingRules
{
    public static Booking Extend(this Booking booking, int nights)
    {
        booking.Nights.Add(nights);
        return booking;
    }

    public static int Longest(Booking booking)
    {
        var nights = booking.Nights.ToArray();
        Array.Sort(nights);
        return nights.Length == 0 ? 0 : nights[^1];
    }

    public static IEnumerable<string> Names(IEnumerable<Booking> bookings)
    {
        var names = new List<string>();
        foreach (var booking in bookings)
            names.Add(booking.Guest);
        return names;
    }
}

[Operator("mutationcorrect.reservations")]
internal sealed partial class Reservations : KeyedOperator<int, Request, int>
{
    [State(Copy = true)] private partial Booking? Current { get; set; }

    [State(Copy = true)] private partial List<Booking>? Waiting { get; set; }

    [State(Copy = true)] private partial List<int>? Free { get; set; }

    protected override void OnEvent(Request value, OperatorContext<int> context)
    {
        switch (value.Kind)
        {
            case 0 when Current is { } current:
                Current = current.Extend(value.Nights);
                break;
            case 0:
                Current = new Booking { Guest = value.Guest }.Extend(value.Nights);
                break;
            case 1:
                Waiting = WithGuest(Waiting ?? [], value);
                break;
            case 2:
                var free = Free;
                (free ??= []).Add(value.Nights);
                Free = free;
                break;
            case 3:
                Remove(value.Guest);
                break;
        }

        if (Current is not null)
            context.Emit(BookingRules.Longest(Current) + BookingRules.Names(Waiting ?? []).Count());
    }

    private static List<Booking> WithGuest(List<Booking> waiting, Request request)
    {
        waiting.Add(new Booking { Guest = request.Guest, Nights = { request.Nights } });
        return waiting;
    }

    private void Remove(string guest)
    {
        if (Waiting is not { } waiting || waiting.All(booking => booking.Guest != guest))
            return;
        waiting.RemoveAll(booking => booking.Guest == guest);
        Waiting = waiting;
    }
}
