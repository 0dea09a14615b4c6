using System.Collections.Immutable;

namespace Corpus.PublicCorrect.Appointments;

public sealed record Request(string Citizen, string Service, int Minutes);

public sealed record Confirmation(string Office, string Citizen, int Number);

public interface ICalendar
{
    Task<int> ReserveAsync(string office, string service);

    ValueTask NotifyAsync(string citizen, int position);
}

[Operator("publiccorrect.appointments")]
public sealed partial class AppointmentDesk : KeyedOperator<string, Request, Confirmation>
{
    private readonly ICalendar _calendar;
    private readonly Task<ImmutableHashSet<string>> _closedServices;

    public AppointmentDesk(ICalendar calendar, Task<ImmutableHashSet<string>> closedServices)
    {
        _calendar = calendar;
        _closedServices = closedServices;
    }

    [State] private partial int Issued { get; set; }

    [State] private partial ImmutableList<string>? Waiting { get; set; }

    [State, Ttl(Days = 2)] private partial MapState<string, int> MinutesBooked { get; }

    protected override void OnEvent(Request request, OperatorContext<Confirmation> context)
    {
        if (_closedServices.IsCompletedSuccessfully && _closedServices.Result.Contains(request.Service))
            return;

        Issued++;
        Waiting = (Waiting ?? []).Add(request.Citizen);
        context.Emit(new Confirmation(Key, request.Citizen, Issued));

        _ = BookAsync();
        _ = NotifyAsync(Waiting, Issued);

        async Task BookAsync()
        {
            var booked = MinutesBooked.GetValueOrDefault(request.Service) + request.Minutes;
            MinutesBooked[request.Service] = booked;
            var slot = await _calendar.ReserveAsync(Key, request.Service).ConfigureAwait(false);
            if (booked > 480)
                Console.WriteLine($"{request.Service} is overbooked at {slot}");
        }
    }

    private async Task NotifyAsync(ImmutableList<string> waiting, int offset)
    {
        if (waiting.Count > 100)
        {
            await _calendar.NotifyAsync(waiting[^1], waiting.Count).ConfigureAwait(false);
            return;
        }

        var office = Key;
        for (var i = 0; i < waiting.Count; i++)
            await _calendar.NotifyAsync($"{office}/{waiting[i]}", i + offset).ConfigureAwait(false);
    }
}
