using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Net.Http;
using System.Text;
using System.Threading;

namespace Corpus.Sources.TradeSurveillance;

public enum Side
{
    Buy,
    Sell,
}

public sealed record Instrument(string Isin, string Venue);

public sealed record Trade(long Id, Instrument Instrument, Side Side, string Trader, decimal Price, long Quantity);

public sealed record Position(long Quantity, decimal Cost)
{
    public static Position Flat { get; } = new(0, 0m);

    public decimal Average => Quantity == 0 ? 0 : Cost / Quantity;

    public Position Apply(Trade trade)
    {
        var signed = trade.Side == Side.Buy ? trade.Quantity : -trade.Quantity;
        return new Position(Quantity + signed, Cost + signed * trade.Price);
    }
}

public sealed record Case(string Reference, string Trader, string Rule, string Detail);

public sealed record Sanction(string Trader, DateTimeOffset Until);

// Detects wash trades, layering and marking the close for one trader and hands cases to compliance.
[Operator("sources.tradesurveillance")]
public sealed partial class TradeSurveillance : KeyedOperator<string, Trade, Case>
{
    private const int Window = 20;
    private static readonly TimeOnly Close = new(17, 30);
    private static readonly CompositeFormat Detail = CompositeFormat.Parse("{0} of {1} at {2}");

    private readonly SurveillanceOptions _options;
    private readonly SanctionList _sanctions;
    private readonly Random _audits = new();
    private readonly long _startedAt = Stopwatch.GetTimestamp();
    private readonly ReaderWriterLockSlim _lists = new();

    public TradeSurveillance(SurveillanceOptions options, SanctionList sanctions)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
        _sanctions = sanctions;
    }

    [State, Ttl(Days = 5)]
    private partial MapState<string, Position> Positions { get; }

    [State]
    private partial ImmutableArray<Trade>? Recent { get; set; }

    [State]
    private partial int Cases { get; set; }

    [State]
    private partial string? Fingerprint { get; set; }

    [State]
    private partial DateOnly? ReviewDay { get; set; }

    protected override void OnEvent(Trade trade, OperatorContext<Case> context)
    {
        var before = Positions.GetValueOrDefault(trade.Instrument.Isin) ?? Position.Flat;
        var after = before.Apply(trade);
        Positions[trade.Instrument.Isin] = after;

        var recent = (Recent ?? []).Add(trade);
        if (recent.Length > Window)
            recent = recent.RemoveAt(0);
        Recent = recent;

        foreach (var rule in Violations(trade, recent, before, after, context.Timestamp))
            Report(rule, trade, context);

        if (_sanctions.IsListed(trade.Trader)) // expect: SG2011
            Report("sanction", trade, context);
        if (_options.AuditRate > _audits.NextDouble()) // expect: SG2010
            Report("audit", trade, context);
    }

    protected override void OnTimer(FiredTimer timer, OperatorContext<Case> context)
    {
        if (Cases == 0)
            return;

        var summary = new StringBuilder();
        foreach (var (isin, position) in Positions)
            summary.Append(CultureInfo.InvariantCulture, $"{isin}={position.Quantity}@{position.Average:F4};");
        context.Emit(new Case(Reference(timer.Timestamp), Key, "daily", summary.ToString()));
        Cases = 0;
        Archive(summary);
    }

    private IEnumerable<string> Violations(
        Trade trade, ImmutableArray<Trade> recent, Position before, Position after, DateTimeOffset time)
    {
        if (IsWash(trade, recent))
            yield return "wash";
        if (IsLayering(recent))
            yield return "layering";
        if (TimeOnly.FromDateTime(time.UtcDateTime) > Close.AddMinutes(-5) && trade.Quantity > _options.LargeTrade)
            yield return "marking-the-close";
        if (Math.Sign(before.Quantity) * Math.Sign(after.Quantity) < 0)
            yield return "reversal";
        if (_options.Sessions.IsClosed(trade.Instrument.Venue)) // expect: SG2010
            yield return "closed-venue";
    }

    private static bool IsWash(Trade trade, ImmutableArray<Trade> recent) => recent.Any(other =>
        other.Id != trade.Id
        && other.Instrument == trade.Instrument
        && other.Side != trade.Side
        && other.Price == trade.Price
        && other.Quantity == trade.Quantity);

    private static bool IsLayering(ImmutableArray<Trade> recent)
    {
        if (recent.Length < 6)
            return false;
        var last = recent.AsSpan()[^6..];
        for (var i = 1; i < last.Length; i++)
            if (last[i].Side != last[0].Side || last[i].Price <= last[i - 1].Price)
                return false;
        return true;
    }

    private void Report(string rule, Trade trade, OperatorContext<Case> context)
    {
        Cases++;
        var day = DateOnly.FromDateTime(context.Timestamp.UtcDateTime);
        if (ReviewDay != day)
        {
            ReviewDay = day;
            context.Timers.RegisterEventTime(new DateTimeOffset(day.AddDays(1), TimeOnly.MinValue, TimeSpan.Zero));
        }

        Fingerprint = $"{rule}:{trade.Instrument.GetHashCode():x8}"; // expect: SG2010
        var detail = string.Format(CultureInfo.InvariantCulture, Detail, trade.Quantity, trade.Instrument.Isin, trade.Price);
        context.Emit(new Case(Reference(context.Timestamp), Key, rule, detail));
        if (Uptime() < TimeSpan.FromMinutes(1))
            return;
        if (rule is "sanction" or "wash")
            Escalate(trade);
    }

    private TimeSpan Uptime() => Stopwatch.GetElapsedTime(_startedAt); // expect: SG2010

    private string Reference(DateTimeOffset time)
    {
        var number = Cases.ToString("d3", CultureInfo.InvariantCulture);
        return Cases > 999
            ? $"{time:yyyyMMdd}-{Guid.NewGuid():N}" // expect: SG2010
            : $"{time:yyyyMMdd}-{Key}-{number}";
    }

    private void Escalate(Trade trade)
    {
        if (!_lists.TryEnterReadLock(0))
            return;
        try
        {
            _options.Desk.Notify(trade); // expect: SG2011
        }
        finally
        {
            _lists.ExitReadLock();
        }
    }

    private void Archive(StringBuilder summary)
    {
        var path = Path.Combine(_options.Archive, Key + ".txt");
        try
        {
            File.AppendAllText(path, summary.ToString()); // expect: SG2011
        }
        catch (IOException) when (_options.IgnoreArchive)
        {
            Task.Delay(_options.RetryDelay).Wait(); // expect: SG2011
            using var writer = new StringWriter(CultureInfo.InvariantCulture);
            writer.WriteLine(summary);
            _options.Desk.Remember(writer.ToString());
        }
    }
}

public sealed class SurveillanceOptions
{
    public double AuditRate { get; init; } = 0.001;

    public long LargeTrade { get; init; } = 100_000;

    public string Archive { get; init; } = "archive";

    public bool IgnoreArchive { get; init; }

    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromSeconds(1);

    public Sessions Sessions { get; init; } = new();

    public required ComplianceDesk Desk { get; init; }
}

public sealed class Sessions
{
    private readonly Dictionary<string, (int Open, int Close)> _hours = new(StringComparer.Ordinal) { ["XETR"] = (9, 17) };

    public bool IsClosed(string venue)
    {
        if (!_hours.TryGetValue(venue, out var hours))
            return false;
        var now = CurrentHour();
        return now < hours.Open || now >= hours.Close;
    }

    private static int CurrentHour() => DateTime.UtcNow.Hour;
}

public sealed class SanctionList(Task<IReadOnlySet<string>> names)
{
    public bool IsListed(string trader) => names.Result.Contains(trader);
}

public sealed class ComplianceDesk(HttpClient http)
{
    private readonly Queue<string> _memory = new();

    public void Notify(Trade trade)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"cases/{trade.Id}");
        Send(request);
    }

    public void Remember(string text)
    {
        if (_memory.Count < 100)
            _memory.Enqueue(text);
    }

    private void Send(HttpRequestMessage request)
    {
        using var response = http.Send(request);
        response.EnsureSuccessStatusCode();
    }
}
