namespace Corpus.Mutation.LeaderBoard;

public sealed record Score(string Player, int Points, bool Reset);

public sealed class Round
{
    public int Number { get; set; }

    public List<string> Winners { get; set; } = [];

    public Dictionary<string, int> Points { get; set; } = [];
}

[Operator("mutation.leader-board")]
internal sealed partial class LeaderBoard : KeyedOperator<Guid, Score, string>
{
    [State(Copy = true)] private partial Round? Current { get; set; }

    [State(Copy = true)] private partial Dictionary<string, int>? Best { get; set; }

    [State(Copy = true)] private partial int[]? Histogram { get; set; }

    protected override void OnEvent(Score value, OperatorContext<string> context)
    {
        Current ??= new Round();
        Best ??= [];
        Histogram ??= new int[10];
        if (value.Reset)
        {
            Best.Clear(); // expect: SG2007
            Current.Winners.Clear(); // expect: SG2007
            Current.Number++; // expect: SG2007
            return;
        }

        Histogram[Math.Min(value.Points / 100, 9)]++; // expect: SG2007
        Current.Points[value.Player] = value.Points; // expect: SG2007
        if (Best.TryAdd(value.Player, value.Points)) // expect: SG2007
            context.Emit($"{value.Player} joins the board");
        else if (Best[value.Player] < value.Points)
            Best[value.Player] = value.Points; // expect: SG2007
    }
}
