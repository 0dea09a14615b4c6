using System;
using System.Collections.Generic;
using System.Linq;
using StateGen;

namespace Corpus.Third.Lotteries;

public readonly record struct Draw(int Number, DateOnly Day);

public sealed record Slip(string Player, IReadOnlyList<int> Numbers, DateTimeOffset BoughtAt);

public sealed record Winner(Draw Draw, string Player, int Hits);

/// <summary>A generator of its own, whose state is stored.</summary>
public struct SplitMix(ulong state)
{
    public ulong State { get; private set; } = state;

    public ulong Next()
    {
        State += 0x9E3779B97F4A7C15;
        var mixed = (State ^ (State >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return mixed ^ (mixed >> 31);
    }
}

[Operator("lotteries-draws")]
public sealed partial class Draws : KeyedOperator<Draw, Slip, Winner>
{
    private const int Numbers = 49;

    [State] private partial ulong Seed { get; set; }
    [State] private partial ListState<Slip> Slips { get; }

    protected override void OnEvent(Slip slip, OperatorContext<Winner> context)
    {
        if (Seed == 0)
        {
            Seed = (ulong)Key.Number + 1;
            context.Timers.RegisterEventTime(new DateTimeOffset(Key.Day.AddDays(1), TimeOnly.MinValue, TimeSpan.Zero));
        }

        Slips.Add(slip);
        Seed ^= (ulong)slip.BoughtAt.UtcTicks;
    }

    protected override void OnTimer(FiredTimer timer, OperatorContext<Winner> context)
    {
        var generator = new SplitMix(Seed);
        var drawn = new HashSet<int>();
        while (drawn.Count < 6)
            drawn.Add((int)(generator.Next() % Numbers) + 1);

        // The same seed gives the same order in every run.
        var order = Enumerable.Range(0, Numbers).ToArray();
        new Random((int)(Seed % int.MaxValue)).Shuffle(order);

        foreach (var slip in Slips.OrderBy(slip => slip.BoughtAt).ThenBy(slip => slip.Player, StringComparer.Ordinal))
        {
            var hits = slip.Numbers.Count(drawn.Contains);
            if (hits > 3)
                context.Emit(new Winner(Key, slip.Player, hits + (order[0] % 2)));
        }

        ClearState();
    }
}
