namespace Corpus.Threads.QuestCallbacks;

public sealed record Move(string Quest, int Gold);

public sealed record Reward(string Player, int Gold);

public sealed class Rewarder
{
    private readonly Func<string, int> _gold;

    public Rewarder(Func<string, int> gold, Action? completed)
    {
        _gold = gold;
        Completed = completed;
    }

    public Action? Completed { get; }

    public int GoldOf(string quest) => _gold(quest);
}

[Operator("threads.quest-callbacks")]
public sealed partial class Quests : KeyedOperator<int, Move, Reward>
{
    private readonly Dictionary<string, Action> _finishers = new(); // expect: SG2001
    private readonly Queue<Action> _later = new(); // expect: SG2001
    private readonly List<(string Name, Func<int> Gold)> _boards = []; // expect: SG2001

    [State] private partial int Gold { get; set; }

    [State] private partial string? Current { get; set; }

    protected override void OnEvent(Move move, OperatorContext<Reward> context)
    {
        Gold += move.Gold;
        switch (move.Quest)
        {
            case "dragon":
                _finishers[move.Quest] = () => Gold += 500; // expect: SG2006
                break;
            case "delivery":
                _later.Enqueue(Finish); // expect: SG2006
                break;
            default:
                _boards.Add((move.Quest, () => Gold)); // expect: SG2006
                break;
        }

        Current = move.Quest;
    }

    protected override void OnTimer(FiredTimer timer, OperatorContext<Reward> context)
    {
        while (_later.TryDequeue(out var action))
            action();
        foreach (var finish in _finishers.Values)
            finish();
        context.Emit(new Reward(Current ?? "", Gold + _boards.Count));
    }

    private void Finish()
    {
        Gold += 20;
        Current = null;
    }
}

[Operator("threads.quest-callbacks.rewarders")]
public sealed partial class Rewards : KeyedOperator<int, Move, Reward>
{
    private Rewarder? _rewarder; // expect: SG2001
    private Action<string>? _announce; // expect: SG2001

    [State] private partial int Finished { get; set; }

    [State, Ttl(Days = 30)] private partial MapState<string, int> Gold { get; }

    public Func<int> Level => () => Finished / 10; // expect: SG2006

    public Action<string> Forgetter() => quest => Gold.Remove(quest); // expect: SG2006

    public (string Name, Action Run) Command()
    {
        return ("reset", ClearState); // expect: SG2006
    }

    protected override void OnEvent(Move move, OperatorContext<Reward> context)
    {
        Gold[move.Quest] = move.Gold;
        if (move.Gold > 100)
            _rewarder = new Rewarder(quest => Gold.GetValueOrDefault(quest), completed: null); // expect: SG2006
        else
            _rewarder = new(static _ => 0, () => Finished++); // expect: SG2006
        _announce = Announce; // expect: SG2006
        _announce(move.Quest);
        context.Emit(new Reward(move.Quest, _rewarder.GoldOf(move.Quest)));
    }

    private void Announce(string quest)
    {
        if (Finished > 0)
            Console.WriteLine($"{quest}: {Finished}");
    }
}
