using System.Text;

namespace Corpus.Values.ChatDigest;

public sealed record ChatMessage(string Room, string Author, string Text, IReadOnlyList<string> Mentions);

public sealed class Notification
{
    public string User { get; set; } = "";

    public int Index { get; set; }

    public List<string> Path { get; set; } = [];
}

[Operator("values.chatdigest")]
public sealed partial class MentionFanOut : KeyedOperator<string, ChatMessage, Notification>
{
    [State] private partial int Messages { get; set; }

    protected override void OnEvent(ChatMessage message, OperatorContext<Notification> context)
    {
        Messages++;
        var notification = new Notification { Path = [Key] };
        var index = 0;
        foreach (var user in message.Mentions)
        {
            notification.User = user;
            notification.Index = index++;
            context.Emit(notification); // expect: SG2014
        }
    }
}

[Operator("values.chatdigest.words")]
public sealed partial class WordGroups : KeyedOperator<string, ChatMessage, (string Room, List<string> Words)>
{
    [State] private partial long Words { get; set; }

    protected override void OnEvent(ChatMessage message, OperatorContext<(string Room, List<string> Words)> context)
    {
        var words = message.Text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        Words += words.Length;
        List<string> group = [];
        for (var i = 0; i < words.Length; i++)
        {
            group.Add(words[i]);
            if (group.Count < 3)
                continue;
            context.Emit((Key, group)); // expect: SG2014
            group.Clear();
        }
    }
}

[Operator("values.chatdigest.anonymous")]
public sealed partial class RoomFeed : KeyedOperator<string, ChatMessage, object>
{
    [State] private partial string? LastAuthor { get; set; }

    protected override void OnEvent(ChatMessage message, OperatorContext<object> context)
    {
        var authors = new SortedSet<string>(StringComparer.Ordinal) { message.Author };
        context.Emit(new { Room = Key, Authors = authors }); // expect: SG2014
        if (LastAuthor is { } last)
            authors.Add(last);
        LastAuthor = message.Author;

        var text = new StringBuilder(message.Text);
        var pair = (Key, text);
        context.Emit(pair); // expect: SG2014
        text.Append(" -- ").Append(authors.Count);
    }
}

[Operator("values.chatdigest.pages")]
public sealed partial class PageLoop : KeyedOperator<string, ChatMessage, Dictionary<string, int>>
{
    [State, Ttl(Days = 1)] private partial ListState<string> Texts { get; }

    protected override void OnEvent(ChatMessage message, OperatorContext<Dictionary<string, int>> context)
    {
        Texts.Add(message.Text);
        if (message.Mentions.Count == 0)
            return;

        var counts = new Dictionary<string, int>();
        using var texts = Texts.GetEnumerator();
        while (texts.MoveNext())
        {
            var seen = counts;
            seen[texts.Current] = seen.GetValueOrDefault(texts.Current) + 1;
            if (seen.Count % 10 == 0)
                context.Emit(seen); // expect: SG2014
        }
    }
}
