namespace Corpus.Mutation.TicketInbox;

public sealed record Message(string Author, string Text, bool Internal);

public sealed class Thread
{
    public LinkedList<string> Texts { get; set; } = new();

    public HashSet<string> Authors { get; set; } = [];

    public int Unread { get; set; }
}

[Operator("mutation.ticket-inbox")]
internal sealed partial class TicketInbox : KeyedOperator<long, Message, string>
{
    [State(Copy = true)] private partial Thread? Public { get; set; }

    [State(Copy = true)] private partial List<string>? Notes { get; set; }

    [State(Copy = true)] private partial HashSet<string>? Mentions { get; set; }

    [State(Copy = true)] private partial Stack<string>? Drafts { get; set; }

    protected override void OnEvent(Message value, OperatorContext<string> context)
    {
        if (value.Internal)
        {
            (Notes ??= []).Add(value.Text); // expect: SG2007
            return;
        }

        var thread = Public ??= new Thread();
        thread.Texts.AddLast(value.Text);
        thread.Authors.Add(value.Author);
        thread.Unread++; // expect: SG2007

        Mentions ??= [];
        foreach (var word in value.Text.Split(' '))
        {
            if (word.StartsWith('@') && Mentions.Add(word[1..])) // expect: SG2007
                context.Emit(word);
        }

        if (value.Text.EndsWith('…'))
            Draft(value.Text);
    }

    private void Draft(string text)
    {
        Drafts ??= new Stack<string>();
        var drafts = Drafts;
        if (drafts.Count < 5)
            drafts.Push(text); // expect: SG2007
    }
}
