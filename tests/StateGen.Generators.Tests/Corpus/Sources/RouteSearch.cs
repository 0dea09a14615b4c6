using System.Collections.Immutable;
using System.Diagnostics;

namespace Corpus.Sources.RouteSearch;

public sealed record Stop(int Id, double X, double Y);

public sealed record Tour(ImmutableArray<int> Stops, double Length);

// Improves the tour of a van with 2-opt as long as the budget allows.
[Operator("sources.routesearch")]
public sealed partial class RouteSearch : KeyedOperator<int, Stop, Tour>
{
    private const int BudgetMilliseconds = 20;

    [State] private partial ImmutableArray<Stop>? Stops { get; set; }
    [State] private partial double Best { get; set; }

    protected override void OnEvent(Stop stop, OperatorContext<Tour> context)
    {
        var stops = (Stops ?? []).Add(stop).ToArray();
        var watch = new Stopwatch();
        watch.Start();
        bool improved;
        do
        {
            improved = false;
            for (var i = 1; i < stops.Length - 2; i++)
                for (var j = i + 1; j < stops.Length - 1; j++)
                {
                    if (Gain(stops, i, j) <= 1e-9)
                        continue;
                    Array.Reverse(stops, i, j - i + 1);
                    improved = true;
                }
        }
        while (improved && watch.ElapsedMilliseconds < BudgetMilliseconds); // expect: SG2010

        var length = Length(stops);
        Stops = [.. stops];
        if (Best != 0 && length >= Best)
            return;
        Best = length;
        context.Emit(new Tour([.. stops.Select(s => s.Id)], length));
    }

    private static double Gain(Stop[] stops, int i, int j) =>
        Distance(stops[i - 1], stops[i]) + Distance(stops[j], stops[j + 1])
        - Distance(stops[i - 1], stops[j]) - Distance(stops[i], stops[j + 1]);

    private static double Length(Stop[] stops)
    {
        var sum = 0d;
        for (var i = 1; i < stops.Length; i++)
            sum += Distance(stops[i - 1], stops[i]);
        return sum;
    }

    private static double Distance(Stop a, Stop b) => Math.Sqrt((a.X - b.X) * (a.X - b.X) + (a.Y - b.Y) * (a.Y - b.Y));
}
