namespace Corpus.Threads.ColdChain;

public sealed record Temperature(string Probe, double Celsius);

[Operator("threads.cold-chain")]
public sealed partial class ColdChain : KeyedOperator<string, Temperature, string>
{
    [State] private partial MapState<string, double> Probes { get; }

    [State] private partial int Breaches { get; set; }

    protected override void OnEvent(Temperature reading, OperatorContext<string> context)
    {
        Probes[reading.Probe] = reading.Celsius;
        if (reading.Celsius < 8)
            return;
        Task.WhenAll(NoteAsync("breach"), NoteAsync(reading.Probe))
            .ContinueWith(Breached, TaskContinuationOptions.ExecuteSynchronously); // expect: SG2005
        foreach (var celsius in Probes.Values.Where(celsius => celsius > 8)) // expect: SG2009
        {
            context.Emit($"{celsius:0.0}");
            if (celsius > 20)
                Probes.Clear();
        }
    }

    private static async Task NoteAsync(string note) => await Console.Out.WriteLineAsync(note);

    private void Breached(Task _) => Breaches++;
}
