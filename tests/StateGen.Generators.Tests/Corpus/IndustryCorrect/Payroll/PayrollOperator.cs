namespace Corpus.IndustryCorrect.Payroll;

[Operator("industrycorrect.payroll")]
public sealed partial class PayrollOperator : KeyedOperator<string, HrEvent, IEnumerable<decimal>>
{
    private const decimal CarryLimit = 5m;

    [State(Copy = true), Ttl(Days = 730)] private partial MapState<string, Balance> Balances { get; }

    [State, Ttl(Days = 400)] private partial ListState<decimal> Postings { get; }

    [State] private partial decimal Total { get; set; }

    [State] private partial int? Year { get; set; }

    protected override void OnEvent(HrEvent value, OperatorContext<IEnumerable<decimal>> context)
    {
        if (value.YearEnd)
        {
            CloseYear(context);
            return;
        }

        var balance = Balances.GetValueOrDefault(value.Employee);
        if (balance is null)
        {
            Save(value.Employee, new Balance().Accrue(value.Kind, value.Days));
            return;
        }

        if (value.Correction)
        {
            if (balance.Entries.Count == 0)
                return;
            balance.Entries[^1] = value.Days;
        }
        else
        {
            balance.Accrue(value.Kind, value.Days);
        }
        Save(value.Employee, balance);

        Total += value.Days;
        Postings.Add(value.Days);
        if (Accruals.IsOverdrawn(balance))
            context.Emit(RecentPostings(10));
    }

    private void CloseYear(OperatorContext<IEnumerable<decimal>> context)
    {
        foreach (var employee in Balances.Keys.ToList())
        {
            var balance = Balances[employee];
            Accruals.CarryOver(balance, CarryLimit);
            Balances[employee] = balance;
            if (Accruals.IsOverdrawn(balance))
                context.Emit(balance.Entries);
        }
        Year = (Year ?? _firstYear) + 1;
        _archive.Seal(Key, Total);
        context.Emit(Postings.Where(posting => posting > 0).OrderDescending().ToList());
    }

    private void Save(string employee, Balance balance)
    {
        Balances[employee] = balance;
    }

    private IEnumerable<decimal> Latest(int count)
    {
        foreach (var posting in Postings.TakeLast(count))
            yield return posting;
    }

    private decimal[] RecentPostings(int count) => [.. Latest(count)];
}
