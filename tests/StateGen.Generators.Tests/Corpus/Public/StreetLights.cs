namespace Corpus.Public.StreetLights;

public sealed record Lamp(string Pole, bool On, int Watts);

public sealed record District(string Name, int Lamps, int Watts);

public sealed class MaintenanceLog
{
    public string? Subject { get; set; }
}

[Operator("public.street-lights")]
public sealed partial class StreetLights : KeyedOperator<string, Lamp, District>, IAsyncDisposable
{
    private readonly MaintenanceLog _log;
    private OperatorContext<District>? _output;

    public StreetLights(MaintenanceLog log)
    {
        _log = log;
        log.Subject = Key; // expect: SG2002
        foreach (var pole in new[] { "A1", "A2", "B1" })
            Poles[pole] = 0; // expect: SG2002
        Prime(); // expect: SG2002

        void Prime() => Burning ??= 0;
    }

    [State] private partial MapState<string, int> Poles { get; }

    [State] private partial int? Burning { get; set; }

    private IEnumerable<string>? PolesInUse { get; set; }

    protected override void OnEvent(Lamp lamp, OperatorContext<District> context)
    {
        _output ??= context; // expect: SG2008
        PolesInUse = Poles.Keys; // expect: SG2008
        if (lamp.On)
            Poles[lamp.Pole] = lamp.Watts;
        else
            Poles.Remove(lamp.Pole);
        Publish();
    }

    public MapState<string, int> CurrentPoles()
    {
        return Poles; // expect: SG2008
    }

    public async ValueTask DisposeAsync()
    {
        Poles.Clear(); // expect: SG2002
        await Task.CompletedTask;
    }

    private void Publish()
    {
        var watts = 0;
        foreach (var used in Poles.Values)
            watts += used;
        Burning = PolesInUse!.Count();
        _output!.Emit(new District(_log.Subject + Key, Burning.Value, watts));
    }
}
