using System.Collections.Frozen;
using System.Threading;

namespace Corpus.IndustryCorrect.CallCharging;

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

/// <summary>Follows the stream: the time of the record that is being rated.</summary>
internal sealed class RecordClock(DateTimeOffset now) : IClock
{
    public DateTimeOffset Now => now;
}

public interface ITariffApi
{
    Task<IReadOnlyDictionary<string, decimal>> PricesAsync(CancellationToken cancellationToken);
}

public interface ITraceScopes
{
    IDisposable Begin(string name);
}

public sealed class TariffTable
{
    private readonly FrozenDictionary<string, decimal> _prices;
    private readonly Lazy<decimal> _highest;

    private TariffTable(IReadOnlyDictionary<string, decimal> prices)
    {
        _prices = prices.ToFrozenDictionary(StringComparer.Ordinal);
        _highest = new Lazy<decimal>(() => _prices.Values.Max());
    }

    public decimal Highest => _highest.Value;

    public static async Task<TariffTable> LoadAsync(ITariffApi api, CancellationToken cancellationToken) =>
        new(await api.PricesAsync(cancellationToken));

    public static TariffTable Load(ITariffApi api) => LoadAsync(api, CancellationToken.None).GetAwaiter().GetResult();

    public decimal? PricePerMinute(string plan, string zone) => _prices.TryGetValue($"{plan}/{zone}", out var price) ? price : null;

    public static string ZoneOf(string callee) => callee switch
    {
        ['+', '4', '9', ..] => "domestic",
        ['+', '4' or '3', ..] => "europe",
        ['+', ..] => "world",
        _ => "local",
    };
}

internal sealed class Jitter(int seed)
{
    private readonly Random _random = new(seed);

    public int Next(int limit) => _random.Next(limit);
}

[Operator("industrycorrect.callcharging")]
public sealed partial class CallCharging : KeyedOperator<string, CallRecord, RatedCall>
{
    private readonly TariffTable _tariffs;
    private readonly ITraceScopes _traces;

    public CallCharging(ITariffApi api, ITraceScopes traces)
    {
        _tariffs = TariffTable.Load(api);
        _traces = traces;
    }

    [State(Copy = true)] private partial Usage? Current { get; set; }

    [State] private partial decimal Bill { get; set; }

    [State] private partial int Unrated { get; set; }

    [State] private partial bool Blocked { get; set; }

    protected override void OnEvent(CallRecord value, OperatorContext<RatedCall> context)
    {
        if (value.Duration <= TimeSpan.Zero)
            return;

        var zone = TariffTable.ZoneOf(value.Callee);
        Track(zone, value);

        if (_tariffs.PricePerMinute(value.Plan, zone) is not { } price)
        {
            Unrated++;
            price = _tariffs.Highest;
        }

        IClock clock = new RecordClock(context.Timestamp);
        var night = clock.Now.Hour is < 6 or >= 22;
        var amount = Math.Round(price * (decimal)value.Duration.TotalMinutes * (night ? 0.5m : 1m), 2);
        Exception? failure = null;
        try
        {
            Bill = checked(Bill + amount);
        }
        catch (OverflowException)
        {
            Blocked = true;
        }
        catch (Exception other)
        {
            failure = other;
        }
        if (failure is not null)
            throw new InvalidOperationException($"Call {value.CallId} cannot be billed.", failure);

        context.Emit(new RatedCall(Key, value.CallId, amount, $"{value.Plan}/{zone}/{new Jitter(value.CallId.Length).Next(4)}"));
    }

    private void Track(string zone, CallRecord value)
    {
        using var scope = _traces.Begin("track");
        var usage = Current ?? new Usage();
        usage.Minutes += (int)Math.Ceiling(value.Duration.TotalMinutes);
        if (value.Roaming)
            zone = "roaming";
        if (!usage.CallsByZone.TryGetValue(zone, out var calls))
            usage.CallsByZone.Add(zone, calls = []);
        calls.Add(value.CallId);
        Current = usage;
    }
}
