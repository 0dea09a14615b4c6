namespace Corpus.Values.ShipmentManifest;

public sealed record Scan(string Container, string Parcel, double Weight, string? Damage);

public sealed class Manifest
{
    public required string Container { get; init; }

    public Header Header { get; init; } = new();

    public IList<string> Parcels { get; init; } = new List<string>();

    public double Weight { get; set; }

    public void Stamp(DateTimeOffset at) => Header.StampedAt = at;
}

public sealed class Header
{
    public DateTimeOffset? StampedAt { get; set; }

    public Dictionary<string, string> Remarks { get; } = [];
}

public sealed record Page(string Container, IEnumerable<string> Parcels);

internal static class ManifestExtensions
{
    public static void Append(this Manifest manifest, Scan scan)
    {
        manifest.Parcels.Add(scan.Parcel);
        manifest.Weight += scan.Weight;
    }

    public static string Describe(this Manifest manifest) => $"{manifest.Container}: {manifest.Parcels.Count}";
}

/// <summary>Publishes the manifest of a container when it is nearly full, damaged or sealed.</summary>
[Operator("values.shipmentmanifest")]
public sealed partial class ShipmentManifest : KeyedOperator<string, Scan, Manifest>
{
    private const double MaxWeight = 22_000;

    [State, Ttl(Days = 20)] private partial MapState<string, double> Parcels { get; }

    [State] private partial int Pages { get; set; }

    protected override void OnEvent(Scan scan, OperatorContext<Manifest> context)
    {
        Parcels[scan.Parcel] = scan.Weight;
        if (scan.Damage is { } damage)
            PublishDamage(scan, damage, context);
        else if (Parcels.Values.Sum() > MaxWeight)
            PublishFull(scan, context);
        else if (scan.Weight == 0)
            PublishEmpty(context);
    }

    protected override void OnTimer(FiredTimer timer, OperatorContext<Manifest> context)
    {
        var manifest = Build();
        context.Emit(manifest); // expect: SG2014
        Seal(manifest, timer.Timestamp);
        ClearState();
    }

    private static void Seal(Manifest manifest, DateTimeOffset at)
    {
        var remarks = manifest.Header.Remarks;
        remarks["seal"] = at.ToString("u");
    }

    private void PublishDamage(Scan scan, string damage, OperatorContext<Manifest> context)
    {
        var manifest = Build();
        try
        {
            context.Emit(manifest); // expect: SG2014
        }
        finally
        {
            manifest.Header.Remarks[scan.Parcel] = damage;
        }
    }

    private void PublishFull(Scan scan, OperatorContext<Manifest> context)
    {
        var full = Build();
        var next = new Manifest { Container = Key + "-2" };
        var chosen = full.Weight > MaxWeight * 1.1 ? full : next;
        context.Emit(chosen); // expect: SG2014
        full.Append(scan);
        Pages++;
    }

    private void PublishEmpty(OperatorContext<Manifest> context)
    {
        Manifest first = Build(), second = first;
        context.Emit(second); // expect: SG2014
        first.Stamp(context.Timestamp);
    }

    private Manifest Build()
    {
        var manifest = new Manifest { Container = Key };
        foreach (var (parcel, weight) in Parcels)
        {
            manifest.Parcels.Add(parcel);
            manifest.Weight += weight;
        }

        return manifest;
    }
}

[Operator("values.shipmentmanifest.pages")]
public sealed partial class ManifestPages : KeyedOperator<string, Scan, Page>
{
    [State, Ttl(Days = 20)] private partial ListState<string> Damaged { get; }

    [State] private partial int Number { get; set; }

    protected override void OnEvent(Scan scan, OperatorContext<Page> context)
    {
        if (scan.Damage is not null)
            Damaged.Add(scan.Parcel);
        Number++;

        var parcels = Damaged.ToList();
        context.Emit(new Page(Key, parcels.Where(static parcel => parcel.Length > 3))); // expect: SG2014
        parcels.Add(scan.Parcel);

        var labels = new Queue<string>(parcels);
        var upper = labels.Select(static label => label.ToUpperInvariant());
        if (Number % 2 == 0)
            context.Emit(new Page(Key, upper)); // expect: SG2014
        labels.Enqueue("end");

        var box = new List<string>(labels);
        while (box.Count > 0)
        {
            context.Emit(new Page($"{Key}/{box.Count}", from label in box orderby label select label)); // expect: SG2014
            box.RemoveAt(box.Count - 1);
        }
    }
}
