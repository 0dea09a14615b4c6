namespace Corpus.Values.InvoiceRun;

public sealed record Usage(string Contract, string Service, decimal Amount, bool Closing);

public sealed class Invoice
{
    public string Contract { get; set; } = "";

    public decimal Total { get; set; }

    public string? Note { get; set; }

    public Address Recipient { get; set; } = new();

    public List<InvoiceLine> Lines { get; } = [];
}

public sealed class Address
{
    public string? City { get; set; }
}

public sealed record InvoiceLine(string Service, decimal Amount);

public sealed record Reminder(string Contract, List<string> Texts);

[Operator("values.invoicerun")]
public sealed partial class InvoiceRun : KeyedOperator<string, Usage, Invoice>
{
    [State, Ttl(Days = 62)] private partial MapState<string, decimal> Amounts { get; }

    [State] private partial string? City { get; set; }

    protected override void OnEvent(Usage usage, OperatorContext<Invoice> context)
    {
        Amounts[usage.Service] = Amounts.GetValueOrDefault(usage.Service) + usage.Amount;
        if (!usage.Closing)
            return;

        var invoice = new Invoice { Contract = Key };
        foreach (var (service, amount) in Amounts)
            invoice.Lines.Add(new InvoiceLine(service, amount));
        invoice.Total = invoice.Lines.Sum(line => line.Amount);
        context.Emit(invoice); // expect: SG2014
        invoice.Note = $"closed {context.Timestamp:yyyy-MM-dd}";

        if (invoice.Total < 0)
            Credit(usage, context);
        else if (invoice.Total == 0)
            Empty(usage, context);
        Amounts.Clear();
    }

    private void Credit(Usage usage, OperatorContext<Invoice> context)
    {
        var credit = new Invoice { Contract = usage.Contract, Total = -usage.Amount };
        context.Emit(credit); // expect: SG2014
        credit.Lines.Add(new InvoiceLine(usage.Service, -usage.Amount));
    }

    private void Empty(Usage usage, OperatorContext<Invoice> context)
    {
        Invoice empty = new() { Contract = usage.Contract };
        var recipient = empty.Recipient;
        context.Emit(empty); // expect: SG2014
        recipient.City = City ?? "unknown";
    }
}

[Operator("values.invoicerun.reminders")]
public sealed partial class Reminders : KeyedOperator<string, Usage, Reminder>
{
    [State] private partial int Sent { get; set; }

    protected override void OnEvent(Usage usage, OperatorContext<Reminder> context)
    {
        Sent++;
        var texts = new List<string> { $"Reminder {Sent}" };
        var reminder = new Reminder(Key, texts);
        var copy = reminder;
        if (Sent == 1)
            texts.Add("Please pay within 14 days.");
        context.Emit(reminder); // expect: SG2014
        if (usage.Amount > 1000)
            copy.Texts.Insert(0, "URGENT");

        if (Sent < 5)
            return;
        var last = new Reminder(Key, ["last"]);
        context.Emit(last); // expect: SG2014
        Sign(last.Texts, usage.Contract);
    }

    private static void Sign(List<string> texts, string contract) => texts.Add($"Contract {contract}, your billing team");
}
