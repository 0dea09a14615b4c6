namespace Corpus.IndustryCorrect.GuildBank;

public sealed record GuildEvent(string Member, string Kind, string Quest, int Amount);

public sealed class Member
{
    public int Experience { get; set; }

    public bool Active { get; set; }

    public List<string> Badges { get; set; } = [];
}

public sealed class QuestLog
{
    public string? LastEvent { get; set; }

    public HashSet<string> Open { get; set; } = [];

    public HashSet<string> Done { get; set; } = [];
}

public sealed record Raid(string Boss, int Wave, List<string> Players);

public interface ICommandHub
{
    IDictionary<string, Func<string>> Commands { get; }
}

internal static class QuestLogExtensions
{
    extension(QuestLog log)
    {
        public bool IsFresh => log.LastEvent is null && log.Open.Count == 0;

        public QuestLog Complete(string quest)
        {
            if (log.Open.Remove(quest))
                log.Done.Add(quest);
            return log;
        }
    }
}

[Operator("industrycorrect.guildbank")]
public sealed partial class GuildBank(ICommandHub hub, int raidSize) : KeyedOperator<string, GuildEvent, string>
{
    private static readonly Dictionary<string, Action<QuestLog, GuildEvent>> Handlers = new(StringComparer.Ordinal)
    {
        ["quest-open"] = static (log, e) => log.Open.Add(e.Quest),
        ["quest-drop"] = static (log, e) => log.Open.Remove(e.Quest),
    };

    [State] private partial long Gold { get; set; }

    [State(Copy = true)] private partial QuestLog? Log { get; set; }

    [State(Copy = true)] private partial Raid? CurrentRaid { get; set; }

    [State(Copy = true), Ttl(Days = 90)] private partial MapState<string, Member> Members { get; }

    protected override void OnEvent(GuildEvent value, OperatorContext<string> context)
    {
        switch (value)
        {
            case { Kind: "join" }:
                var recruit = new Member { Active = true };
                recruit.Badges.Add("recruit");
                Members[value.Member] = recruit;
                var gold = Gold;
                hub.Commands[$"bank {Key}"] = () => $"{gold} gold";
                break;

            case { Kind: "gold", Amount: var amount } when TryFind(value.Member, out var donor):
                Gold += amount;
                donor.Experience += amount / 10;
                Members[value.Member] = donor;
                break;

            case { Kind: "quest-done" }:
                Log = (Log ?? new QuestLog()).Complete(value.Quest);
                foreach (var (name, member) in ActiveMembers().ToList())
                {
                    member.Experience += value.Amount;
                    Members[name] = member;
                }
                context.Emit($"{Key} finished {value.Quest}");
                break;

            case { Kind: "raid" }:
                StartWave(value);
                break;

            case { Kind: "award" }:
                Members[value.Member] = Update(Members.GetValueOrDefault(value.Member) ?? new Member(), member => member.Badges.Add(value.Quest));
                break;

            default:
                Apply(value, context);
                break;
        }
    }

    private static T Update<T>(T item, Action<T> change)
    {
        change(item);
        return item;
    }

    private void StartWave(GuildEvent value)
    {
        var raid = CurrentRaid ?? new Raid(value.Quest, 0, []);
        if (raid.Players.Count >= raidSize)
            return;
        var next = raid with { Wave = raid.Wave + 1, Players = [.. raid.Players, value.Member] };
        next.Players.Sort(StringComparer.Ordinal);
        CurrentRaid = next;
    }

    private void Apply(GuildEvent value, OperatorContext<string> context)
    {
        var log = Log ?? new QuestLog();
        if (log.IsFresh)
            context.Emit($"{Key} is new");
        if (!Handlers.TryGetValue(value.Kind, out var handle))
            return;
        handle(log, value);
        log.LastEvent = value.Kind;
        Log = log;

        Func<string, bool> isOpen = quest => Log.Open.Contains(quest);
        if (isOpen(value.Quest))
            context.Emit($"{Key} opened {value.Quest}");
    }

    private bool TryFind(string name, out Member member)
    {
        if (Members.TryGetValue(name, out var found))
        {
            member = found;
            return true;
        }
        member = new Member();
        return false;
    }

    private IEnumerable<(string Name, Member Member)> ActiveMembers()
    {
        foreach (var (name, member) in Members)
        {
            if (member.Active)
                yield return (name, member);
        }
    }
}
