using System.Collections.Immutable;

namespace Corpus.Values.TransferHistory;

public sealed record Transfer(string Account, string Counterparty, decimal Amount, IReadOnlyList<string> Tags);

public sealed record Summary(string Account, int Transfers, decimal Largest);

internal static class Sequences
{
    public static List<T> With<T>(this IEnumerable<T> items, T item)
    {
        var list = new List<T>(items) { item };
        return list;
    }
}

[Operator("values.transferhistory")]
public sealed partial class TransferHistory : KeyedOperator<string, Transfer, Summary>
{
    [State, Ttl(Days = 90)] private partial ListState<decimal> Amounts { get; }

    [State, Ttl(Days = 90)] private partial ListState<string> Counterparties { get; }

    [State, Ttl(Days = 90)] private partial ListState<string> Tags { get; }

    [State, Ttl(Days = 90)] private partial ListState<string> Remarks { get; }

    [State] private partial int Transfers { get; set; }

    protected override void OnEvent(Transfer transfer, OperatorContext<Summary> context)
    {
        Transfers++;
        Amounts.Update(Amounts.Append(transfer.Amount)); // expect: SG2012

        var names = Counterparties.ToList();
        if (!names.Contains(transfer.Counterparty))
        {
            names.Add(transfer.Counterparty);
            Counterparties.Update(names); // expect: SG2012
        }

        if (transfer.Tags.Count > 0)
            Tags.Update([.. Tags, .. transfer.Tags]); // expect: SG2012
        if (transfer.Amount < 0)
            Remarks.Update(Remarks.With($"reversal of {transfer.Amount}")); // expect: SG2012

        context.Emit(new Summary(Key, Transfers, Amounts.Max()));
    }
}

[Operator("values.transferhistory.large")]
public sealed partial class LargeTransfers : KeyedOperator<string, Transfer, Summary>
{
    [State, Ttl(Days = 90)] private partial ListState<Transfer> Large { get; }

    [State, Ttl(Days = 90)] private partial ListState<decimal> Rounded { get; }

    protected override void OnEvent(Transfer transfer, OperatorContext<Summary> context)
    {
        var large = Large;
        if (transfer.Amount > 10_000)
            large.Update(large.Concat([transfer])); // expect: SG2012
        Rounded.Update(Rounded.ToImmutableArray().Add(Math.Round(transfer.Amount))); // expect: SG2012
        if (!large.IsEmpty)
            context.Emit(new Summary(Key, large.Count(), Rounded.Max()));
    }
}
