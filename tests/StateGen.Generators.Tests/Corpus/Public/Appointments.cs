using System.Collections.Immutable;

namespace Corpus.Public.Appointments;

public sealed record Request(string Citizen, string Service, int Minutes);

public sealed record Confirmation(string Office, string Citizen, int Number);

public interface ICalendar
{
    Task<int> ReserveAsync(string office, string service);

    IAsyncEnumerable<string> CancellationsAsync(string office);

    Task NotifyAsync(string citizen, int position);
}

[Operator("public.appointments")]
public sealed partial class AppointmentDesk : KeyedOperator<string, Request, Confirmation>
{
    private readonly ICalendar _calendar;

    public AppointmentDesk(ICalendar calendar) => _calendar = calendar;

    [State] private partial int Issued { get; set; }

    [State] private partial int? Reserved { get; set; }

    [State] private partial ImmutableList<string>? Waiting { get; set; }

    [State, Ttl(Days = 2)] private partial MapState<string, int> MinutesBooked { get; }

    protected override void OnEvent(Request request, OperatorContext<Confirmation> context)
    {
        Issued++;
        Waiting = (Waiting ?? []).Add(request.Citizen);
        context.Emit(new Confirmation(Key, request.Citizen, Issued));

        _ = ReserveAsync(request);
        _ = DropCancelledAsync();
        _ = NotifyWaitingAsync();

        async Task BookAsync()
        {
            MinutesBooked[request.Service] = MinutesBooked.GetValueOrDefault(request.Service) + request.Minutes;
            await _calendar.NotifyAsync(request.Citizen, 0).ConfigureAwait(false);
            if (MinutesBooked.GetValueOrDefault(request.Service) > 480) // expect: SG2004
                Console.WriteLine("overbooked");
        }

        _ = BookAsync();
    }

    private async Task ReserveAsync(Request request) =>
        Reserved = await _calendar.ReserveAsync(Key, request.Service); // expect: SG2004

    private async Task DropCancelledAsync()
    {
        await foreach (var citizen in _calendar.CancellationsAsync(Key))
            Leave(citizen); // expect: SG2004
    }

    private void Leave(string citizen) => Waiting = Waiting?.Remove(citizen);

    private async Task NotifyWaitingAsync()
    {
        var waiting = Waiting ?? [];
        for (var i = 0; i < waiting.Count; i++)
            await _calendar.NotifyAsync(waiting[i], i + Issued); // expect: SG2004
    }
}
