namespace Corpus.Industry.GuildQuests;

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

        public void Complete(string quest)
        {
            if (log.Open.Remove(quest))
                log.Done.Add(quest);
        }
    }
}

[Operator("industry.guildquests")]
public sealed partial class GuildQuests(
    ICommandHub hub,
    int raidsLeft) // expect: SG2001
    : KeyedOperator<string, GuildEvent, string>
{
    private static readonly Dictionary<string, Func<QuestLog, GuildEvent, bool>> Checks = new(StringComparer.Ordinal)
    {
        ["quest-open"] = static (log, e) => !log.Open.Contains(e.Quest),
        ["quest-drop"] = static (log, e) => log.Open.Contains(e.Quest),
    };

    [State] private partial long Gold { get; set; }

    [State(Copy = true)] private partial QuestLog? Log { get; set; }

    [State(Copy = true)] private partial Raid? CurrentRaid { get; set; }

    [State(Copy = true), Ttl(Days = 90)] private partial MapState<string, Member> Members { get; }

    public Func<long, bool> Affordability() => price => Gold >= price; // expect: SG2006

    protected override void OnEvent(GuildEvent value, OperatorContext<string> context)
    {
        switch (value)
        {
            case { Kind: "join" }:
                Members[value.Member] = new Member { Active = true };
                hub.Commands[$"bank {Key}"] = () => $"{Gold} gold"; // expect: SG2006
                break;

            case { Kind: "gold", Amount: var amount } when TryFind(value.Member, out var donor):
                Gold += amount;
                donor.Experience += amount / 10; // expect: SG2007
                break;

            case { Kind: "quest-done" }:
                Log ??= new QuestLog();
                Log.Complete(value.Quest); // expect: SG2007
                foreach (var member in ActiveMembers())
                    member.Experience += value.Amount; // expect: SG2007
                context.Emit($"{Key} finished {value.Quest}");
                break;

            case { Kind: "raid" } when raidsLeft > 0:
                raidsLeft--;
                StartWave(value);
                break;

            case { Kind: "award" }:
                _ = Update(Members.GetValueOrDefault(value.Member) ?? new Member(), member => member.Badges.Add(value.Quest)); // expect: SG2007
                break;

            default:
                Apply(value, context);
                break;
        }

        context.Timers.RegisterEventTime(ResetAfter(context.Timestamp)); // expect: SG2013
    }

    protected override void OnTimer(FiredTimer timer, OperatorContext<string> context)
    {
        if (Gold > 0 || !Members.IsEmpty)
            return;
        ClearState();
        context.Emit($"{Key} was disbanded");
    }

    private static DateTimeOffset ResetAfter(DateTimeOffset time) => time.AddDays(1);

    private static T Update<T>(T item, Action<T> change)
    {
        change(item);
        return item;
    }

    private void StartWave(GuildEvent value)
    {
        var raid = CurrentRaid ?? new Raid(value.Quest, 0, []);
        var next = raid with { Wave = raid.Wave + 1 };
        if (next.Players.Contains(value.Member))
        {
            CurrentRaid = next;
            return;
        }
        next.Players.Add(value.Member); // expect: SG2007
    }

    private void Apply(GuildEvent value, OperatorContext<string> context)
    {
        var log = Log ?? new QuestLog();
        if (log.IsFresh)
            context.Emit($"{Key} is new");
        if (!Checks.TryGetValue(value.Kind, out var check) || !check(log, value))
            return;
        if (value.Kind == "quest-drop")
            log.Open.Remove(value.Quest);
        else
            log.Open.Add(value.Quest);
        log.LastEvent = value.Kind;
        Log = log;
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

    private IEnumerable<Member> ActiveMembers()
    {
        foreach (var (_, member) in Members)
        {
            if (member.Active)
                yield return member;
        }
    }
}
