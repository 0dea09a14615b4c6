namespace Corpus.Industry.Payroll;

public sealed partial class PayrollOperator : IAsyncDisposable
{
    private readonly IPayrollArchive _archive;
    private readonly Func<decimal> _grandTotal;

    public PayrollOperator(IPayrollArchive archive, int firstYear)
    {
        _archive = archive;
        _grandTotal = () => Total;
        Year = firstYear; // expect: SG2002
        ClearState(); // expect: SG2002
    }

    ~PayrollOperator()
    {
        if (Total != 0) // expect: SG2002
            Console.Error.WriteLine("payroll was not sealed");
    }

    internal ListState<decimal> Journal => Postings; // expect: SG2008

    public ValueTask DisposeAsync()
    {
        SealDepartment(); // expect: SG2002
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    private void SealDepartment() => _archive.Seal(Key, _grandTotal());
}
