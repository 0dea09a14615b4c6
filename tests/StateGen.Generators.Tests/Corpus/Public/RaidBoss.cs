namespace Corpus.Public.RaidBoss;

public readonly record struct RaidId(int Shard, long Instance);

public abstract record RaidEvent
{
    public sealed record Hit(string Player, int Damage) : RaidEvent;

    public sealed record Heal(string Player, int Amount) : RaidEvent;

    public sealed record Phase(int Number) : RaidEvent;
}

public sealed class DamageMeter
{
    public required string Player { get; set; }
    public long Done { get; set; }
    public long Healed { get; set; }
}

public sealed class BoardLine
{
    public int Rank { get; set; }
    public string Player { get; set; } = "";
    public long Done { get; set; }
}

[Operator("public.raid-boss")]
public sealed partial class RaidBoard : KeyedOperator<RaidId, RaidEvent, BoardLine>
{
    [State(Copy = true)] private partial List<DamageMeter>? Meters { get; set; }
    [State(Copy = true)] private partial SortedDictionary<int, int>? PhaseHits { get; set; }
    [State] private partial int CurrentPhase { get; set; }

    protected override void OnEvent(RaidEvent e, OperatorContext<BoardLine> context)
    {
        switch (e)
        {
            case RaidEvent.Hit { Damage: > 0 } hit:
                Credit(hit.Player).Done += hit.Damage; // expect: SG2007
                var perPhase = PhaseHits ?? new();
                perPhase[CurrentPhase] = perPhase.GetValueOrDefault(CurrentPhase) + 1;
                PhaseHits = perPhase;
                break;

            case RaidEvent.Heal(var player, var amount):
                Meters?.ForEach(m => m.Healed += m.Player == player ? amount : 0); // expect: SG2007
                break;

            case RaidEvent.Phase(var number) when number > CurrentPhase:
                CurrentPhase = number;
                Announce(context);
                break;
        }
    }

    private DamageMeter Credit(string player) => Meters?.Find(m => m.Player == player) ?? new DamageMeter { Player = player };

    private void Announce(OperatorContext<BoardLine> context)
    {
        if (Meters is not { Count: > 0 } meters)
            return;

        meters.Sort((a, b) => b.Done.CompareTo(a.Done));
        Meters = meters;

        var line = new BoardLine();
        foreach (var (index, meter) in meters.Take(10).Index())
        {
            line.Rank = index + 1;
            line.Player = meter.Player;
            line.Done = meter.Done;
            context.Emit(line); // expect: SG2014
        }
    }
}
