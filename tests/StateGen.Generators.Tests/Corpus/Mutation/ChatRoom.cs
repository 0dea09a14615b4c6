namespace Corpus.Mutation.ChatRoom;

public sealed record Post(string User, string Text, int Kind);

[Operator("mutation.chat-room")]
internal sealed partial class ChatRoom : KeyedOperator<string, Post, int>
{
    [State(Copy = true)] private partial List<string>? Members { get; set; }

    [State(Copy = true)] private partial List<string>? Banned { get; set; }

    [State(Copy = true)] private partial Dictionary<string, List<string>>? History { get; set; }

    protected override void OnEvent(Post value, OperatorContext<int> context)
    {
        var members = Members ?? [];
        var everyone = members;
        switch (value.Kind)
        {
            case 0:
                everyone.Add(value.User); // expect: SG2007
                context.Emit(members.Count);
                break;
            case 1:
                var (active, banned) = (Members ?? [], Banned ?? []);
                active.Remove(value.User);
                Members = active;
                banned.Add(value.User); // expect: SG2007
                break;
            case 2:
                var pair = (Old: members, Fresh: new List<string>());
                pair.Fresh.Add(value.User);
                pair.Old.Clear(); // expect: SG2007
                context.Emit(pair.Fresh.Count);
                break;
            case 3:
                Remember(value);
                break;
            default:
                List<string> outcasts;
                members = outcasts = Banned ?? [];
                members.Insert(0, value.User); // expect: SG2007
                context.Emit(outcasts.Count);
                break;
        }
    }

    private void Remember(Post post)
    {
        var history = History ?? [];
        if (!history.TryGetValue(post.User, out var texts))
        {
            texts = [];
            history[post.User] = texts;
        }

        var last = texts;
        last.Add(post.Text); // expect: SG2007

        (var copy, _) = (Banned, post.Kind);
        if (copy is not null)
            copy[0] = post.User; // expect: SG2007
    }
}
