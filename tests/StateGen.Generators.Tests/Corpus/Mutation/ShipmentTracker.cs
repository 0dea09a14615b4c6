namespace Corpus.Mutation.ShipmentTracker;

public enum Step
{
    Loaded,
    Scanned,
    Customs,
    Delivered,
    Damaged,
}

public sealed record Scan(Step Step, string Hub, double Weight);

public sealed class Address
{
    public string City { get; set; } = "";

    public List<string> Remarks { get; set; } = [];
}

public sealed class Leg
{
    public string Hub { get; set; } = "";

    public Address? Customs { get; set; }

    public int Scans { get; set; }
}

public sealed class Shipment
{
    public Leg? Leg { get; set; }

    public List<Leg> History { get; set; } = [];

    public double Weight { get; set; }

    public Address Target { get; set; } = new();
}

[Operator("mutation.shipment-tracker")]
internal sealed partial class ShipmentTracker : KeyedOperator<Guid, Scan, string>
{
    [State(Copy = true)] private partial Shipment? Active { get; set; }

    [State(Copy = true), Ttl(Days = 30)] private partial MapState<string, Leg> ByHub { get; }

    protected override void OnEvent(Scan value, OperatorContext<string> context)
    {
        switch (value.Step)
        {
            case Step.Loaded:
                Active = new Shipment { Weight = value.Weight, Leg = new Leg { Hub = value.Hub } };
                break;
            case Step.Scanned when Active is { Leg: { } leg }:
                leg.Scans++; // expect: SG2007
                break;
            case Step.Customs:
                ClearCustoms(value);
                break;
            case Step.Damaged:
                Report(value, context);
                break;
            default:
                Finish(value);
                break;
        }
    }

    private void ClearCustoms(Scan scan)
    {
        if (Active is { Leg.Customs: { City.Length: > 0 } office } && office.City != scan.Hub)
            office.Remarks.Add(scan.Hub); // expect: SG2007

        if (Active is not { } shipment)
            return;
        shipment.Target.City = scan.Hub; // expect: SG2007
    }

    private void Report(Scan scan, OperatorContext<string> context)
    {
        switch (Active)
        {
            case null:
                context.Emit("unknown shipment");
                break;
            case { History: [.., { Scans: > 3 } last] }:
                last.Hub = scan.Hub; // expect: SG2007
                break;
            case { Weight: > 1000 } heavy:
                heavy.Weight = scan.Weight; // expect: SG2007
                context.Emit("heavy");
                break;
            case var other:
                other.History.Add(new Leg { Hub = scan.Hub });
                Active = other;
                break;
        }
    }

    private void Finish(Scan scan)
    {
        if (ByHub.TryGetValue(scan.Hub, out var leg) && leg is { Customs: Address { Remarks: var remarks } })
            remarks.Clear(); // expect: SG2007
    }
}
