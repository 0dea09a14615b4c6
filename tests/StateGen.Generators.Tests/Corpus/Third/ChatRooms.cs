using System;
using System.Collections.Generic;
using System.Linq;
using StateGen;

namespace Corpus.Third.Chat;

public abstract record ChatEvent(string User);

public sealed record Joined(string User) : ChatEvent(User);

public sealed record Left(string User) : ChatEvent(User);

public sealed record Said(string User, string Text, IReadOnlyList<string> Mentions) : ChatEvent(User);

public sealed record Notice(string Room, string Text);

public sealed class Member
{
    public string Name { get; set; } = "";

    public HashSet<string> Badges { get; set; } = [];

    public Queue<string> LastWords { get; set; } = new();

    public int Messages { get; set; }
}

[Operator("chat-members")]
public sealed partial class Members : KeyedOperator<string, ChatEvent, Notice>
{
    [State(Copy = true)] private partial HashSet<string>? Present { get; set; }
    [State(Copy = true), Ttl(Days = 365)] private partial MapState<string, Member> Known { get; }

    protected override void OnEvent(ChatEvent value, OperatorContext<Notice> context)
    {
        switch (value)
        {
            case Joined { User: var user }:
                var present = Present ?? new HashSet<string>(StringComparer.Ordinal);
                if (!present.Add(user)) // expect: SG2007
                    return;
                context.Emit(new Notice(Key, $"{user} is the {present.Count}th"));
                break;

            case Left left:
                Present?.Remove(left.User); // expect: SG2007
                break;

            case Said said when Known.GetValueOrDefault(said.User) is { Badges: { } badges, Messages: > 100 }:
                badges.Add("talker"); // expect: SG2007
                break;

            case Said said:
                Count(said);
                foreach (var mention in said.Mentions)
                    Mention(mention);
                break;
        }
    }

    private void Count(Said said)
    {
        var member = Known.GetValueOrDefault(said.User);
        if (member == null)
            Known[said.User] = member = new Member { Name = said.User };

        member.Messages++;
        member.LastWords.Enqueue(said.Text); // expect: SG2007
    }

    // Right: removed, changed and put back.
    private void Mention(string user)
    {
        if (!Known.TryGetValue(user, out var member))
            return;
        if (member.Badges.Count > 10)
            member.Badges.Clear();
        member.Badges.Add("mentioned");
        Known[user] = member;
    }
}

[Operator("chat-moderation")]
public sealed partial class Moderation : KeyedOperator<string, Said, Notice>
{
    [State(Copy = true)] private partial Stack<string>? Warnings { get; set; }
    [State(Copy = true)] private partial LinkedList<string>? Recent { get; set; }
    [State(Copy = true)] private partial (List<string> Good, List<string> Bad)? Words { get; set; }

    protected override void OnEvent(Said value, OperatorContext<Notice> context)
    {
        Warn(value);
        Remember(value);
        Sort(value.Text.Split(' '));
    }

    private void Warn(Said value)
    {
        var warnings = Warnings ?? new();
        if (value.Text.Contains('!'))
        {
            warnings.Push(value.User);
            Warnings = warnings;
        }
        else
        {
            warnings.TryPop(out _); // expect: SG2007
        }
    }

    private void Remember(Said value)
    {
        if (Recent is null)
        {
            Recent = new LinkedList<string>([value.Text]);
            return;
        }

        var recent = Recent;
        if (recent.Count >= 20)
            recent.RemoveFirst();
        recent.AddLast(value.Text); // expect: SG2007
    }

    private void Sort(string[] words)
    {
        var (good, bad) = Words ?? ([], []);
        foreach (var word in words)
        {
            if (word.Length > 3)
                good.Add(word); // expect: SG2007
            else
                bad.Add(word); // expect: SG2007
        }
    }
}

[Operator("chat-queue")]
public sealed partial class Announcements : KeyedOperator<string, Said, Notice>
{
    [State(Copy = true)] private partial Queue<string>? Waiting { get; set; }

    protected override void OnEvent(Said value, OperatorContext<Notice> context)
    {
        var waiting = Waiting ?? new Queue<string>();
        waiting.Enqueue(value.Text);
        Waiting = waiting;
        if (waiting.Count == 1)
            context.Timers.RegisterEventTime(context.Timestamp.AddSeconds(30));
    }

    protected override void OnTimer(FiredTimer timer, OperatorContext<Notice> context)
    {
        while (Waiting!.TryDequeue(out var text)) // expect: SG2007
            context.Emit(new Notice(Key, text));
    }
}
