using System.Threading;

namespace Corpus.Industry.CallRating;

public sealed record CallRecord(string CallId, string Callee, string Plan, TimeSpan Duration, bool Roaming);

public sealed record RatedCall(string Subscriber, string CallId, decimal Price, string Tariff);

public sealed class Usage
{
    public int Minutes { get; set; }

    public Dictionary<string, List<string>> CallsByZone { get; set; } = [];
}

public interface IClock
{
    DateTimeOffset Now { get; }
}

internal sealed class MachineClock : IClock
{
    public DateTimeOffset Now => DateTimeOffset.Now;
}

public interface ITariffApi
{
    Task<decimal> PricePerMinuteAsync(string plan, string zone, CancellationToken cancellationToken);
}

public interface ITraceScopes
{
    IDisposable Begin(string name);
}

public sealed class TariffClient(ITariffApi api)
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(2);

    public decimal PricePerMinute(string plan, string zone)
    {
        using var cancellation = new CancellationTokenSource(Timeout);
        return api.PricePerMinuteAsync(plan, zone, cancellation.Token).ConfigureAwait(false).GetAwaiter().GetResult();
    }

    public static string ZoneOf(string callee) => callee switch
    {
        ['+', '4', '9', ..] => "domestic",
        ['+', '4' or '3', ..] => "europe",
        ['+', ..] => "world",
        _ => "local",
    };
}

internal static class Backoff
{
    private static readonly Random Generator = new();

    public static TimeSpan Next(int attempt) => TimeSpan.FromMilliseconds((1 << attempt) * 10 + Generator.Next(10));
}

[Operator("industry.callrating")]
public sealed partial class CallRating(TariffClient tariffs, ITariffApi api, IClock clock, ITraceScopes traces)
    : KeyedOperator<string, CallRecord, RatedCall>
{
    private readonly SemaphoreSlim _slots = new(4);

    [State(Copy = true)] private partial Usage? Current { get; set; }

    [State] private partial decimal Bill { get; set; }

    [State] private partial TimeSpan Waited { get; set; }

    [State] private partial bool Blocked { get; set; }

    protected override void OnEvent(CallRecord value, OperatorContext<RatedCall> context)
    {
        if (value.Duration <= TimeSpan.Zero)
            return;

        var zone = TariffClient.ZoneOf(value.Callee);
        Track(zone, value);

        var price = tariffs.PricePerMinute(value.Plan, zone); // expect: SG2011
        if (value.Roaming)
            price = Surcharge(value, zone) ?? price * 2;

        var night = clock.Now.Hour is < 6 or >= 22; // expect: SG2010
        var amount = Math.Round(price * (decimal)value.Duration.TotalMinutes * (night ? 0.5m : 1m), 2);
        try
        {
            Bill = checked(Bill + amount);
            if (Bill > 500m)
                Blocked = true;
        }
        catch // expect: SG2015
        {
            Blocked = true;
        }
        context.Emit(new RatedCall(Key, value.CallId, amount, $"{value.Plan}/{zone}"));
    }

    private void Track(string zone, CallRecord value)
    {
        using (traces.Begin("track"))
        {
            var usage = Current ?? new Usage();
            usage.Minutes += (int)Math.Ceiling(value.Duration.TotalMinutes);
            Current = usage;

            if (!usage.CallsByZone.TryGetValue(zone, out var calls))
                usage.CallsByZone.Add(zone, calls = []);
            calls.Add(value.CallId); // expect: SG2007
        }
    }

    private decimal? Surcharge(CallRecord value, string zone)
    {
        _slots.Wait(); // expect: SG2011
        try
        {
            for (var attempt = 0; attempt < 3; attempt++)
            {
                var request = api.PricePerMinuteAsync(value.Plan + "-roaming", zone, CancellationToken.None);
                request.Wait(TimeSpan.FromSeconds(1)); // expect: SG2011
                if (!request.IsCompletedSuccessfully)
                {
                    var pause = Backoff.Next(attempt); // expect: SG2010
                    Waited += pause;
                    Thread.Sleep(pause); // expect: SG2011
                    continue;
                }
                return request.Result;
            }
            return null;
        }
        finally
        {
            _slots.Release();
        }
    }
}
