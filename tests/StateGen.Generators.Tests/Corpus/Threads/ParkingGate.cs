namespace Corpus.Threads.ParkingGate;

public sealed record Entry(string Plate, string Fee);

[Operator("threads.parking-gate")]
public sealed partial class ParkingGate : KeyedOperator<string, Entry, decimal>
{
    [State] private partial decimal Fees { get; set; }

    [State] private partial MapState<string, int> Plates { get; }

    protected override void OnEvent(Entry entry, OperatorContext<decimal> context)
    {
        try
        {
            Fees += decimal.Parse(entry.Fee);
        }
        catch // expect: SG2015
        {
            context.Emit(0);
        }

        Plates[entry.Plate] = 1;
    }

    protected override void OnTimer(FiredTimer timer, OperatorContext<decimal> context)
    {
        foreach (var plate in Plates.Select(entry => entry.Key)) // expect: SG2009
            _ = Plates.Remove(plate);
    }
}
