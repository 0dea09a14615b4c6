namespace Corpus.Threads.MeterRollup;

public sealed record Batch(IReadOnlyList<int> Watts);

public sealed record Rollup(string Meter, long Total);

[Operator("threads.meter-rollup")]
public sealed partial class Rollups : KeyedOperator<string, Batch, Rollup>
{
    [State] private partial long Total { get; set; }

    [State] private partial int Ceiling { get; set; }

    [State, Ttl(Days = 7)] private partial MapState<int, int> Histogram { get; }

    protected override void OnEvent(Batch batch, OperatorContext<Rollup> context)
    {
        Parallel.ForEach(batch.Watts, watt =>
        {
            var bucket = watt / 100;
            Histogram[bucket] = 1; // expect: SG2005
        });

        Parallel.For(0, batch.Watts.Count, i => Add(batch.Watts[i])); // expect: SG2005
        Parallel.ForEach(batch.Watts, Raise); // expect: SG2005
        context.Emit(new Rollup(Key, Total));
    }

    protected override void OnTimer(FiredTimer timer, OperatorContext<Rollup> context)
    {
        Parallel.Invoke(
            () => Total = 0, // expect: SG2005
            () => Console.WriteLine("reset"));
    }

    private void Add(int watt) => Total += watt;

    private void Raise(int watt)
    {
        if (watt > Ceiling)
            Ceiling = watt;
    }
}

[Operator("threads.meter-rollup.query")]
public sealed partial class RollupQueries : KeyedOperator<string, Batch, Rollup>
{
    [State] private partial int Ceiling { get; set; }

    [State] private partial double Factor { get; set; }

    protected override void OnEvent(Batch batch, OperatorContext<Rollup> context)
    {
        Factor = batch.Watts.Count > 10 ? 0.5 : 1;
        var scaled = batch.Watts
            .AsParallel()
            .Select(watt => watt * Factor) // expect: SG2005
            .ToArray();

        var above = from watt in batch.Watts.AsParallel()
                    where watt > Ceiling // expect: SG2005
                    select watt;
        Ceiling = Math.Max(Ceiling, above.Sum());

        var usual = batch.Watts.AsParallel().WithDegreeOfParallelism(2).Count(IsUsual); // expect: SG2005
        batch.Watts.AsParallel().ForAll(watt =>
        {
            if (watt < 0)
                context.Emit(new Rollup("negative", watt)); // expect: SG2005
        });
        context.Emit(new Rollup(Key, usual + scaled.Length));
    }

    private bool IsUsual(int watt) => watt <= Ceiling;
}
