using System.Runtime.InteropServices;
using System.Threading;

namespace Corpus.MutationCorrect.Orchard;

public sealed record Harvest(int Row, string Kind, double Kilos);

public sealed class Yield
{
    public double Kilos;

    public int Baskets;

    public double[] Rows { get; set; } = new double[20];
}

[Operator("mutationcorrect.orchard")]
internal sealed partial class Orchard : KeyedOperator<string, Harvest, double>
{
    [State(Copy = true)] private partial Yield? Season { get; set; }

    [State(Copy = true)] private partial Dictionary<string, double>? Kinds { get; set; }

    [State(Copy = true)] private partial int[]? Rows { get; set; }

    [State(Copy = true)] private partial List<double>? Baskets { get; set; }

    protected override void OnEvent(Harvest value, OperatorContext<double> context)
    {
        var season = Season ?? new Yield();
        ref var row = ref season.Rows[value.Row];
        row += value.Kilos;
        Interlocked.Increment(ref season.Baskets);
        Season = season;

        var kinds = Kinds ?? [];
        CollectionsMarshal.GetValueRefOrAddDefault(kinds, value.Kind, out _) += value.Kilos;
        Kinds = kinds;

        var rows = Rows ?? [];
        if (value.Row >= rows.Length)
            Array.Resize(ref rows, value.Row + 1);
        rows[value.Row]++;
        Rows = rows;

        var baskets = Baskets ?? [];
        baskets.Add(value.Kilos);
        CollectionsMarshal.AsSpan(baskets).Sort();
        Baskets = baskets;

        Span<double> best = stackalloc double[3];
        season.Rows.OrderDescending().Take(3).ToArray().CopyTo(best);
        best.Reverse();
        context.Emit(best[0]);
    }
}
