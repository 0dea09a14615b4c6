namespace Corpus.Mutation.Match;

public abstract record Command(string Player);

public sealed record Join(string Player, int Level) : Command(Player);

public sealed record Attack(string Player, string Target, int Damage) : Command(Player);

public sealed record Loot(string Player, string Item, int Gold) : Command(Player);

public sealed record Leave(string Player) : Command(Player);

public sealed record Feed(string Text);

[Operator("mutation.match")]
internal sealed partial class Match : KeyedOperator<Guid, Command, Feed>
{
    [State(Copy = true), Ttl(Hours = 12)] private partial MapState<string, Hero> Heroes { get; }

    [State(Copy = true)] private partial Arena? Arena { get; set; }

    [State(Copy = true)] private partial List<string>? Fallen { get; set; }

    [State] private partial int Turn { get; set; }

    protected override void OnEvent(Command value, OperatorContext<Feed> context)
    {
        Turn++;
        switch (value)
        {
            case Join join:
                Enter(join);
                break;
            case Attack attack:
                Fight(attack, context);
                break;
            case Loot loot:
                Collect(loot);
                break;
            case Leave leave:
                Exit(leave);
                break;
        }

        Tick(context);
    }

    private void Enter(Join join)
    {
        var arena = Arena ?? new Arena();
        Heroes[join.Player] = new Hero { Name = join.Player, Health = 100 + join.Level };
        arena.Place(join.Player);
        Arena = arena;
    }

    private void Exit(Leave leave)
    {
        Heroes.Remove(leave.Player);
        Arena?.Vacate(leave.Player); // expect: SG2007
    }
}
