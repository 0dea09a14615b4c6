using System.Collections.Concurrent;
using System.Threading;

namespace Corpus.Public.Permits;

public enum PermitAction { Apply, Pay, Renew, Revoke, Scan }

public sealed record PermitEvent(string Plate, PermitAction Action, string Zone, decimal Amount, DateTimeOffset At, string? Note);

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

public interface IRegistryOffice
{
    BlockingCollection<string> Tickets { get; }

    Task<bool> IsResidentAsync(string resident, string zone);

    decimal PriceOf(string zone);
}

public static class ReferenceNumbers
{
    public static Guid Next() => Guid.CreateVersion7();

    public static string Short(string plate, DateTimeOffset at) => plate.ToUpperInvariant() + "-" + at.ToString("yyMMdd");
}

[Operator("public.permits")]
public partial class PermitDesk : KeyedOperator<string, PermitEvent, PermitNotice>
{
    private readonly IRegistryOffice _office;
    private readonly Dictionary<string, int> _scansByZone = new Dictionary<string, int>(); // expect: SG2001
    private string? _lastPlate; // expect: SG2001

    [State(Copy = true)] private partial ResidentFile? Resident { get; set; }

    [State] private partial decimal Balance { get; set; }

    [State(Copy = true), Ttl(Days = 90)] private partial MapState<string, Permit> ByPlate { get; }

    [State, Ttl(Days = 90)] private partial ListState<string> Journal { get; }

    public PermitDesk(IRegistryOffice office)
    {
        _office = office;
    }

    protected override void OnEvent(PermitEvent value, OperatorContext<PermitNotice> context)
    {
        switch (value.Action)
        {
            case PermitAction.Apply:
                Apply(value, context);
                break;
            case PermitAction.Pay:
                Pay(value, context);
                break;
            case PermitAction.Renew:
                Renew(value, context);
                break;
            case PermitAction.Revoke:
                Revoke(value, context);
                break;
            case PermitAction.Scan:
                Scan(value, context);
                break;
            default:
                throw new InvalidOperationException("Unknown action " + value.Action);
        }

        _lastPlate = value.Plate;
    }

    private void Apply(PermitEvent value, OperatorContext<PermitNotice> context)
    {
        if (!_office.IsResidentAsync(Key, value.Zone).Result) // expect: SG2011
        {
            context.Emit(new PermitNotice(Key, "not a resident of " + value.Zone, Guid.NewGuid())); // expect: SG2010
            return;
        }

        var ticket = _office.Tickets.Take(); // expect: SG2011
        var permit = new Permit();
        permit.Plate = value.Plate;
        permit.Zone = value.Zone;
        permit.Notes.Add("ticket " + ticket);
        ByPlate[value.Plate] = permit;

        var file = Resident;
        if (file == null)
        {
            file = new ResidentFile();
            file.Home = new Address { Zone = value.Zone };
            Resident = file;
        }

        file.Permits.Add(permit); // expect: SG2007
        context.Emit(new PermitNotice(Key, "permit requested for " + value.Plate, ReferenceNumbers.Next())); // expect: SG2010
    }

    private void Pay(PermitEvent value, OperatorContext<PermitNotice> context)
    {
        Balance += value.Amount;
        Permit? permit;
        if (!ByPlate.TryGetValue(value.Plate, out permit))
        {
            Resident?.Warnings.Add("payment for unknown plate " + value.Plate); // expect: SG2007
            return;
        }

        permit.Paid += value.Amount;
        if (permit.Paid >= _office.PriceOf(permit.Zone))
        {
            permit.ValidUntil = value.At.AddYears(1);
            ByPlate[value.Plate] = permit;
            permit.Notes.Add("paid " + ReferenceNumbers.Short(value.Plate, value.At)); // expect: SG2007
            return;
        }

        ByPlate[value.Plate] = permit;
        Journal.Update(Journal.Append("part payment for " + value.Plate)); // expect: SG2012
    }

    private void Renew(PermitEvent value, OperatorContext<PermitNotice> context)
    {
        for (int i = 0; i < 3; i++)
        {
            try
            {
                Extend(value);
                Journal.Add("renewed " + value.Plate);
                return;
            }
            catch // expect: SG2015
            {
                // try again
            }
        }
    }

    private void Extend(PermitEvent value)
    {
        var permit = ByPlate[value.Plate];
        permit.Renewals++;
        permit.ValidUntil = (permit.ValidUntil ?? value.At).AddYears(1);
        ByPlate[value.Plate] = permit;
        Balance -= _office.PriceOf(permit.Zone);
    }

    private void Revoke(PermitEvent value, OperatorContext<PermitNotice> context)
    {
        if (value.Plate == "*")
        {
            foreach (var permit in ByPlate.Values)
                permit.ValidUntil = value.At; // expect: SG2007
            return;
        }

        ByPlate.Remove(value.Plate);
        Resident!.Permits.RemoveAll(p => p.Plate == value.Plate); // expect: SG2007
        Resident!.Home!.Zone = ""; // expect: SG2007
    }

    private void Scan(PermitEvent value, OperatorContext<PermitNotice> context)
    {
        int scans;
        _scansByZone.TryGetValue(value.Zone, out scans);
        _scansByZone[value.Zone] = scans + 1;

        var permit = ByPlate.GetValueOrDefault(value.Plate);
        if (permit != null && permit.ValidUntil > DateTimeOffset.Now) // expect: SG2010
            return;

        Thread.Sleep(50); // expect: SG2011
        if (value.Plate != _lastPlate)
            context.Emit(new PermitNotice(Key, "no valid permit: " + value.Plate, Guid.Empty));
    }
}
