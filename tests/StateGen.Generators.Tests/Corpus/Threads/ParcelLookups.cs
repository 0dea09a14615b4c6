using System.Net.Http;
using System.Threading;

namespace Corpus.Threads.ParcelLookups;

public sealed record Scan(string Depot, int Weight);

public sealed record Delivery(string Parcel, string Place);

public interface IAddressBook
{
    Task<string> FindAsync(string depot);

    Task WarmAsync(string depot, CancellationToken cancellationToken);
}

[Operator("threads.parcel-lookups")]
public sealed partial class ParcelLookup : KeyedOperator<string, Scan, Delivery>
{
    private readonly IAddressBook _addresses;

    public ParcelLookup(IAddressBook addresses) => _addresses = addresses;

    [State] private partial string? Place { get; set; }

    [State] private partial int Scans { get; set; }

    [State] private partial long Weight { get; set; }

    protected override void OnEvent(Scan scan, OperatorContext<Delivery> context)
    {
        Weight += scan.Weight;
        if (++Scans == 1)
        {
            _addresses.FindAsync(scan.Depot).ContinueWith(found =>
            {
                if (found.IsCompletedSuccessfully)
                    Place = found.Result; // expect: SG2005
            });
            return;
        }

        _addresses.FindAsync(scan.Depot)
            .ContinueWith(
                found => context.Emit(new Delivery(scan.Depot, found.Result)), // expect: SG2005
                TaskContinuationOptions.OnlyOnRanToCompletion);
    }

    protected override void OnTimer(FiredTimer timer, OperatorContext<Delivery> context)
    {
        _addresses.WarmAsync("central", CancellationToken.None).ContinueWith(OnWarm, TaskScheduler.Default); // expect: SG2005
    }

    private void OnWarm(Task warmed)
    {
        if (warmed.IsFaulted)
            Scans = 0;
    }
}

[Operator("threads.parcel-lookups.reminders")]
public sealed partial class ParcelReminder : KeyedOperator<string, Scan, Delivery>
{
    private static readonly HttpClient Http = new();

    [State] private partial DateTimeOffset? Seen { get; set; }

    protected override void OnEvent(Scan scan, OperatorContext<Delivery> context)
    {
        var seen = context.Timestamp;
        Seen = seen;
        Http.GetAsync($"http://depots/{scan.Depot}").ContinueWith(
            (response, tag) => context.Timers.RegisterEventTime(seen.AddHours((int)tag!)), // expect: SG2005
            24);

        var parcel = Key;
        Task.Run(async () =>
        {
            var body = await Http.GetStringAsync($"http://parcels/{parcel}");
            context.Emit(new Delivery(parcel, body)); // expect: SG2005
        });
    }

    protected override void OnTimer(FiredTimer timer, OperatorContext<Delivery> context)
    {
        var parcel = Key;
        var timers = context.Timers;
        ThreadPool.QueueUserWorkItem(_ =>
        {
            Console.WriteLine(parcel);
            timers.DeleteEventTime(timer.Timestamp); // expect: SG2005
        });
        Task.Run(() => context.Emit(new Delivery(parcel, "late"))); // expect: SG2005
    }
}
