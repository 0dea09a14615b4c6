namespace Corpus.MutationCorrect.Outbox;

public sealed record Mail(string Recipient, string Body, bool Flush);

[Operator("mutationcorrect.outbox")]
internal sealed partial class Outbox : KeyedOperator<string, Mail, string>
{
    [State(Copy = true)] private partial Queue<string>? Pending { get; set; }

    [State(Copy = true)] private partial List<string>? Sent { get; set; }

    [State(Copy = true)] private partial List<string>? Recipients { get; set; }

    protected override void OnEvent(Mail value, OperatorContext<string> context)
    {
        var recipients = new List<string>(Recipients ?? []);
        recipients.Sort(StringComparer.Ordinal);
        if (recipients.BinarySearch(value.Recipient, StringComparer.Ordinal) < 0)
            Recipients = [.. Recipients ?? [], value.Recipient];

        var pending = Pending ?? new Queue<string>();
        pending.Enqueue(value.Body);
        if (!value.Flush)
        {
            Pending = pending;
            return;
        }

        var sent = Sent?.ToList() ?? [];
        sent.Insert(0, $"{pending.Count} mails");
        while (pending.TryDequeue(out var body))
            context.Emit(body);
        Pending = pending;
        Sent = sent;
    }
}
