namespace Corpus.ThreadsCorrect.LocalPlans;

public sealed record Load(string Crate, int Weight);

public interface IPlanner
{
    T Solve<T>(Func<int, T> step, int rounds);

    void Visit(Action<string> visitor);
}

[Operator("threadscorrect.local-plans")]
public sealed partial class LocalPlans(IPlanner planner) : KeyedOperator<int, Load, string>
{
    [State] private partial int Weight { get; set; }

    [State, Ttl(Days = 5)] private partial MapState<string, int> Crates { get; }

    private Func<int, bool> Fits => weight => weight + Weight < 1_000;

    protected override void OnEvent(Load load, OperatorContext<string> context)
    {
        var undo = new Stack<Action>();
        undo.Push(() => Weight -= load.Weight);
        Weight += load.Weight;
        undo.Push(() => Crates.Remove(load.Crate));
        Crates[load.Crate] = load.Weight;

        var checks = new Dictionary<string, Func<bool>>
        {
            ["weight"] = () => Fits(load.Weight),
            ["crates"] = () => !Crates.IsEmpty,
        };
        if (checks.Any(check => !check.Value()))
        {
            while (undo.TryPop(out var step))
                step();
        }

        var best = planner.Solve(round => Weight / (round + 1), 3);
        planner.Visit(Note);
        var describe = Describer();
        context.Emit(describe(best));

        void Note(string crate)
        {
            if (Crates.TryGetValue(crate, out var weight) && weight < best)
                Crates[crate] = best;
        }
    }

    private Func<int, string> Describer()
    {
        return best => $"{Key}: {best}/{Weight}";
    }
}
