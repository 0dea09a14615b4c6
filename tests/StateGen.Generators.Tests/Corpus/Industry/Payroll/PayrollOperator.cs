namespace Corpus.Industry.Payroll;

[Operator("industry.payroll")]
public sealed partial class PayrollOperator : KeyedOperator<string, HrEvent, IEnumerable<decimal>>
{
    private const decimal CarryLimit = 5m;

    [State(Copy = true), Ttl(Days = 730)] private partial MapState<string, Balance> Balances { get; }

    [State, Ttl(Days = 400)] private partial ListState<decimal> Postings { get; }

    [State] private partial decimal Total { get; set; }

    [State] private partial int Year { get; set; }

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
            balance = new Balance();
            Accruals.Accrue(balance, value.Kind, value.Days);
            Balances[value.Employee] = balance;
        }
        else if (value.Correction)
        {
            if (balance.Entries.Count == 0)
                return;
            balance.Entries[^1] = value.Days; // expect: SG2007
        }
        else
        {
            Accruals.Accrue(balance, value.Kind, value.Days); // expect: SG2007
        }

        Total += value.Days;
        Postings.Add(value.Days);
        if (Accruals.IsOverdrawn(balance))
            context.Emit(RecentPostings(10));
    }

    private void CloseYear(OperatorContext<IEnumerable<decimal>> context)
    {
        foreach (var employee in Balances.Keys.ToList())
        {
            var carried = Accruals.CarryOver(Balances[employee], CarryLimit);
            Balances[employee] = carried;
            if (carried.Carried >= 0)
                continue;
            carried.Entries.Clear();
            Balances[employee] = carried;
        }
        Year = context.Timestamp.Year;
        _archive.Sealed.WaitOne(); // expect: SG2011
        context.Emit(Postings.Where(posting => posting > 0).OrderDescending()); // expect: SG2008
    }

    private decimal[] RecentPostings(int count) => Postings.TakeLast(count).ToArray();
}
