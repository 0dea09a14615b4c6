namespace Corpus.PublicCorrect.RaidBoss;

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

[Operator("publiccorrect.raid-boss")]
public sealed partial class RaidBoard : KeyedOperator<RaidId, RaidEvent, BoardLine>
{
    private readonly List<DamageMeter> _scratch = [];

    [State(Copy = true)] private partial List<DamageMeter>? Meters { get; set; }
    [State(Copy = true)] private partial SortedDictionary<int, int>? PhaseHits { get; set; }
    [State] private partial int CurrentPhase { get; set; }

    protected override void OnEvent(RaidEvent e, OperatorContext<BoardLine> context)
    {
        switch (e)
        {
            case RaidEvent.Hit { Damage: > 0 } hit:
                Meters = Credited(hit.Player, hit.Damage, 0);
                var perPhase = PhaseHits ?? new();
                perPhase[CurrentPhase] = perPhase.GetValueOrDefault(CurrentPhase) + 1;
                PhaseHits = perPhase;
                break;

            case RaidEvent.Heal(var player, var amount):
                Meters = Credited(player, 0, amount);
                break;

            case RaidEvent.Phase(var number) when number > CurrentPhase:
                (CurrentPhase, var before) = (number, CurrentPhase);
                if (before > 0)
                    Announce(context);
                break;
        }
    }

    private List<DamageMeter> Credited(string player, int damage, int healed)
    {
        var meters = Meters ?? [];
        var index = meters.FindIndex(m => m.Player == player);
        if (index < 0)
        {
            meters.Add(new DamageMeter { Player = player, Done = damage, Healed = healed });
            return meters;
        }

        meters[index].Done += damage;
        meters[index].Healed += healed;
        return meters;
    }

    private void Announce(OperatorContext<BoardLine> context)
    {
        _scratch.Clear();
        _scratch.AddRange(Meters ?? []);
        _scratch.Sort((a, b) => b.Done.CompareTo(a.Done));

        foreach (var (index, meter) in _scratch.Take(10).Index())
        {
            var line = new BoardLine();
            line.Rank = index + 1;
            line.Player = meter.Player;
            line.Done = meter.Done;
            context.Emit(line);
        }
    }
}
