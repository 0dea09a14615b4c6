using System.Diagnostics.Metrics;

namespace Corpus.PublicCorrect.Permits;

public enum PermitAction { Apply, Pay, Renew, Revoke, Scan }

public sealed record PermitEvent(string Id, string Plate, PermitAction Action, string Zone, decimal Amount, DateTimeOffset At);

public sealed record PermitNotice(string Resident, string Text, Guid Reference);

public class Permit
{
    public string Plate { get; set; } = "";
    public string Zone { get; set; } = "";
    public decimal Paid { get; set; }
    public int Renewals { get; set; }
    public DateTimeOffset? ValidUntil { get; set; }
    public List<string> Notes { get; set; } = new List<string>();
}

public class ResidentFile
{
    public List<Permit> Permits { get; set; } = new List<Permit>();
    public List<string> Warnings { get; set; } = new List<string>();
    public Address? Home { get; set; }
}

public class Address
{
    public string Street { get; set; } = "";
    public string Zone { get; set; } = "";
}

public interface IRegistryOffice : IDisposable
{
    Task ReportAsync(string resident, string text);

    decimal PriceOf(string zone);

    bool TryPost(string text);
}

public static class ReferenceNumbers
{
    public static Guid From(string id, DateTimeOffset at)
    {
        Span<byte> bytes = stackalloc byte[16];
        bytes.Clear();
        for (var i = 0; i < id.Length; i++)
            bytes[i % 8] = (byte)(bytes[i % 8] * 31 + id[i]);
        BitConverter.TryWriteBytes(bytes[8..], at.UtcTicks);
        return new Guid(bytes);
    }
}

[Operator("publiccorrect.permits")]
public partial class PermitDesk : KeyedOperator<string, PermitEvent, PermitNotice>, IDisposable
{
    private readonly IRegistryOffice _office;
    private readonly Counter<int> _scans;
    private readonly string _priceList;
    private readonly Dictionary<PermitAction, Action<PermitEvent, OperatorContext<PermitNotice>>> _handlers;
    private IReadOnlyDictionary<string, decimal>? _discounts;
    private bool _disposed;

    [State(Copy = true)] private partial ResidentFile? Resident { get; set; }

    [State] private partial decimal Balance { get; set; }

    [State(Copy = true), Ttl(Days = 90)] private partial MapState<string, Permit> ByPlate { get; }

    [State, Ttl(Days = 90)] private partial ListState<string> Journal { get; }

    public PermitDesk(IRegistryOffice office, Meter meter, string priceList)
    {
        _office = office;
        _scans = meter.CreateCounter<int>("scans");
        _priceList = priceList;
        _handlers = new Dictionary<PermitAction, Action<PermitEvent, OperatorContext<PermitNotice>>>
        {
            [PermitAction.Apply] = Apply,
            [PermitAction.Pay] = Pay,
            [PermitAction.Renew] = (value, _) => Renew(value),
            [PermitAction.Revoke] = (value, _) =>
            {
                ByPlate.Remove(value.Plate);
                Balance -= _office.PriceOf(value.Zone);
            },
        };
        _handlers[PermitAction.Scan] = Scan;
    }

    private IReadOnlyDictionary<string, decimal> Discounts => _discounts ??= ParsePrices(_priceList);

    protected override void OnEvent(PermitEvent value, OperatorContext<PermitNotice> context)
    {
        if (!_handlers.TryGetValue(value.Action, out var handle))
            throw new InvalidOperationException("Unknown action " + value.Action);
        handle(value, context);
    }

    private void Apply(PermitEvent value, OperatorContext<PermitNotice> context)
    {
        var permit = new Permit();
        permit.Plate = value.Plate;
        permit.Zone = value.Zone;
        permit.Notes.Add("ticket " + value.Id);
        ByPlate[value.Plate] = permit;

        var file = Resident;
        if (file == null)
        {
            file = new ResidentFile();
            file.Home = new Address { Zone = value.Zone };
        }

        file.Permits.Add(permit);
        if (file.Permits.Count > 4)
            throw new InvalidOperationException("At most four permits for each resident");
        Resident = file;
        context.Emit(new PermitNotice(Key, "permit requested for " + value.Plate, ReferenceNumbers.From(value.Id, value.At)));
    }

    private void Pay(PermitEvent value, OperatorContext<PermitNotice> context)
    {
        Balance += value.Amount;
        Permit? permit;
        if (!ByPlate.TryGetValue(value.Plate, out permit))
        {
            Warn("payment for unknown plate " + value.Plate);
            return;
        }

        permit.Paid += value.Amount;
        var price = _office.PriceOf(permit.Zone) - Discounts.GetValueOrDefault(permit.Zone);
        if (permit.Paid >= price)
            permit.ValidUntil = value.At.AddYears(1);
        else
            Journal.Add("part payment for " + value.Plate);
        ByPlate[permit.Plate] = permit;

        // Nobody waits for the report.
        var resident = Key;
        var balance = Balance;
        _ = Task.Run(() => _office.ReportAsync(resident, $"balance {balance}"));
    }

    private void Warn(string text)
    {
        if (Resident is { } file)
        {
            file.Warnings.Add(text);
            while (file.Warnings.Count > 10)
                file.Warnings.RemoveAt(0);
            Resident = file;
        }
    }

    private void Renew(PermitEvent value)
    {
        for (int i = 0; i < 3; i++)
        {
            try
            {
                Extend(value, i);
                return;
            }
            catch (ArgumentOutOfRangeException)
            {
                Journal.Add("renewal failed for " + value.Plate);
            }
        }
    }

    private void Extend(PermitEvent value, int years)
    {
        var permit = ByPlate[value.Plate];
        permit.Renewals++;
        permit.ValidUntil = (permit.ValidUntil ?? value.At).AddYears(1 + years);
        ByPlate[value.Plate] = permit;
    }

    private void Scan(PermitEvent value, OperatorContext<PermitNotice> context)
    {
        _scans.Add(1, new KeyValuePair<string, object?>("zone", value.Zone));

        var permit = ByPlate.GetValueOrDefault(value.Plate);
        if (permit != null && permit.ValidUntil > context.Timestamp)
            return;

        var copy = permit == null ? new List<string>() : new List<string>(permit.Notes);
        copy.Add("no valid permit");
        copy.Reverse();
        if (!_office.TryPost(string.Join("; ", copy)))
            Journal.Add("outbox was full");
        context.Emit(new PermitNotice(Key, "no valid permit: " + value.Plate, Guid.Empty));
    }

    private static IReadOnlyDictionary<string, decimal> ParsePrices(string text)
    {
        var prices = new Dictionary<string, decimal>();
        foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            try
            {
                var parts = line.Split('=');
                prices[parts[0]] = decimal.Parse(parts[1], System.Globalization.CultureInfo.InvariantCulture);
            }
            catch (Exception)
            {
                prices[line] = 0;
            }
        }

        return prices;
    }

    public void Dispose()
    {
        if (_disposed)
            return;
        _disposed = true;
        _office.Dispose();
    }
}
