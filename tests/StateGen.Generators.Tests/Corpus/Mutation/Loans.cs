namespace Corpus.Mutation.Loans;

public sealed record LoanEvent(string Kind, decimal Amount, DateOnly Day);

public sealed class Installment
{
    public decimal Amount { get; set; }

    public DateOnly Due { get; set; }

    public bool Paid { get; set; }

    public void Pay() => Paid = true;
}

public sealed class Loan
{
    public decimal Principal { get; set; }

    public decimal Interest { get; set; }

    public List<Installment> Plan { get; set; } = [];

    public string? Note { get; set; }

    public Loan Add(Installment installment)
    {
        Plan.Add(installment);
        return this;
    }

    public void Accrue(decimal rate)
    {
        AddInterest(Principal * rate);
    }

    public bool PayNext(decimal amount)
    {
        var next = Plan.Find(installment => !installment.Paid);
        if (next is null || next.Amount > amount)
            return false;
        next.Pay();
        return true;
    }

    public decimal Outstanding() => Plan.Where(installment => !installment.Paid).Sum(installment => installment.Amount);

    public Loan WithNote(string note) => new() { Principal = Principal, Interest = Interest, Plan = Plan, Note = note };

    private void AddInterest(decimal amount) => Interest += amount;
}

[Operator("mutation.loans")]
internal sealed partial class Loans : KeyedOperator<Guid, LoanEvent, decimal>
{
    [State(Copy = true)] private partial Loan? Active { get; set; }

    [State(Copy = true), Ttl(Days = 365)] private partial MapState<DateOnly, Installment> Extra { get; }

    protected override void OnEvent(LoanEvent value, OperatorContext<decimal> context)
    {
        if (Active is null)
        {
            Active = new Loan { Principal = value.Amount }.Add(new Installment { Amount = value.Amount, Due = value.Day });
            return;
        }

        var loan = Active;
        switch (value.Kind)
        {
            case "plan":
                loan.Add(new Installment { Amount = value.Amount, Due = value.Day }); // expect: SG2007
                break;
            case "accrue":
                loan.Accrue(0.01m); // expect: SG2007
                break;
            case "pay" when loan.PayNext(value.Amount): // expect: SG2007
                context.Emit(loan.Outstanding());
                return;
            case "note":
                Active = loan.WithNote(value.Day.ToString("O"));
                break;
            case "extra":
                foreach (var installment in Extra.Values)
                    installment.Pay(); // expect: SG2007
                break;
            case "first":
                Active.Plan[0].Pay(); // expect: SG2007
                break;
            default:
                loan.Add(new Installment { Amount = value.Amount }).Accrue(0.02m);
                Active = loan;
                break;
        }

        context.Emit(loan.Outstanding());
    }
}
