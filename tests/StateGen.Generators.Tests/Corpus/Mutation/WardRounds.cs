namespace Corpus.Mutation.WardRounds;

public sealed record Vital(string Patient, int Pulse, string Nurse);

public sealed class Bed
{
    public int Number { get; set; }

    public string? Patient { get; set; }

    public List<int> Pulses { get; set; } = [];

    public bool Alarm { get; set; }
}

public sealed class Ward
{
    public List<Bed> Beds { get; set; } = [];

    public List<string> Nurses { get; set; } = [];
}

[Operator("mutation.ward-rounds")]
internal sealed partial class WardRounds : KeyedOperator<string, Vital, int>
{
    [State(Copy = true)] private partial List<Bed>? Beds { get; set; }

    [State(Copy = true)] private partial Ward? Night { get; set; }

    [State(Copy = true), Ttl(Days = 3)] private partial ListState<Bed> Intensive { get; }

    [State(Copy = true), Ttl(Days = 3)] private partial MapState<string, Bed> ByPatient { get; }

    protected override void OnEvent(Vital value, OperatorContext<int> context)
    {
        if (Beds is null or [])
        {
            Beds = [new Bed { Number = 1, Patient = value.Patient }];
            return;
        }

        Beds.First(bed => bed.Patient is not null).Pulses.Add(value.Pulse); // expect: SG2007
        Beds.Last().Alarm = value.Pulse > 140; // expect: SG2007

        var free = Beds.FirstOrDefault(bed => bed.Patient is null);
        if (free is not null)
        {
            free.Patient = value.Patient;
            free.Pulses = [value.Pulse]; // expect: SG2007
            context.Emit(free.Number);
        }

        Escalate(value);
    }

    private void Escalate(Vital value)
    {
        var busiest = Night?.Beds.MaxBy(bed => bed.Pulses.Count);
        if (busiest != null)
            busiest.Pulses.RemoveAt(0); // expect: SG2007

        if (Night is { Beds.Count: > 2 } night)
        {
            var third = night.Beds.ElementAt(2);
            third.Alarm = true; // expect: SG2007
        }

        var own = ByPatient.Values.SingleOrDefault(bed => bed.Patient == value.Patient);
        own?.Pulses.Add(value.Pulse); // expect: SG2007

        Intensive.Single(bed => bed.Patient == value.Patient).Alarm = false; // expect: SG2007
    }
}
