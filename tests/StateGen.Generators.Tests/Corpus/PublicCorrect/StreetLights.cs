namespace Corpus.PublicCorrect.StreetLights;

public sealed record Lamp(string Pole, bool On, int Watts);

public sealed record District(string Name, IReadOnlyCollection<string> Lamps, int Watts);

public sealed class MaintenanceLog
{
    public List<string> Subjects { get; } = [];
}

[Operator("publiccorrect.street-lights")]
public sealed partial class StreetLights : KeyedOperator<string, Lamp, District>, IAsyncDisposable
{
    private readonly MaintenanceLog _log;
    private readonly HashSet<string> _knownPoles = [];

    public StreetLights(MaintenanceLog log)
    {
        _log = log;
        log.Subjects.Add(nameof(StreetLights));
        foreach (var pole in new[] { "A1", "A2", "B1" })
            _knownPoles.Add(pole);
        Prime();

        void Prime() => _knownPoles.TrimExcess();
    }

    [State] private partial MapState<string, int> Poles { get; }

    [State] private partial int? Burning { get; set; }

    protected override void OnEvent(Lamp lamp, OperatorContext<District> context)
    {
        if (!_knownPoles.Contains(lamp.Pole))
            return;

        var poles = Poles;
        if (lamp.On)
            poles[lamp.Pole] = lamp.Watts;
        else
            poles.Remove(lamp.Pole);
        Publish(poles, context);
    }

    protected override void OnTimer(FiredTimer timer, OperatorContext<District> context)
    {
        using var cursor = Poles.OpenCursor();
        while (cursor.MoveNext())
        {
            if (cursor.Current.Value == 0)
                cursor.RemoveCurrent();
        }
    }

    public ValueTask DisposeAsync()
    {
        _log.Subjects.Clear();
        return ValueTask.CompletedTask;
    }

    private void Publish(MapState<string, int> poles, OperatorContext<District> context)
    {
        var names = poles.Keys;
        var watts = 0;
        foreach (var used in poles.Values)
            watts += used;

        if (Burning is null)
            context.Timers.RegisterEventTime(context.Timestamp.AddHours(12));
        Burning = names.Count();
        context.Emit(new District(Key, names.ToArray(), watts));
    }
}
