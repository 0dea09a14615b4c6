using System.Text;

namespace Corpus.MutationCorrect.Invoices;

public sealed record Charge(string Article, decimal Price, bool Close);

public sealed record InvoiceLine(string Article, decimal Price);

[Operator("mutationcorrect.invoices")]
internal sealed partial class Invoices : KeyedOperator<long, Charge, string>
{
    [State] private partial IReadOnlyList<InvoiceLine>? Lines { get; set; }

    [State(Copy = true)] private partial List<string>? Numbers { get; set; }

    protected override void OnEvent(Charge value, OperatorContext<string> context)
    {
        if (!value.Close)
        {
            Lines = [.. Lines ?? [], new InvoiceLine(value.Article, value.Price)];
            return;
        }

        var numbers = Numbers ?? [];
        numbers.Add($"{Key}-{numbers.Count + 1}");
        if (Lines is not { Count: > 0 } lines)
            throw new InvalidOperationException("There is nothing to invoice.");
        Numbers = numbers;

        var text = new StringBuilder(numbers[^1]);
        var total = 0m;
        foreach (var line in lines.Select(line => line with { Price = decimal.Round(line.Price, 2) }))
        {
            text.AppendLine().Append(line.Article).Append(' ').Append(line.Price);
            total += line.Price;
        }

        context.Emit(text.AppendLine().Append(total).ToString());
        Lines = null;
    }
}
