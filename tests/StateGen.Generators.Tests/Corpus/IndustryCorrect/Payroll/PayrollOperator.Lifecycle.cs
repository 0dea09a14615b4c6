namespace Corpus.IndustryCorrect.Payroll;

public sealed partial class PayrollOperator : IAsyncDisposable
{
    private readonly IPayrollArchive _archive;
    private readonly int _firstYear;
    private readonly List<string> _steps = [];

    public PayrollOperator(IPayrollArchive archive, int firstYear)
    {
        _archive = archive;
        _firstYear = firstYear;
        _steps.Add(nameof(Total));
        _steps.Add(typeof(PayrollOperator).Name);
    }

    ~PayrollOperator() => _steps.Clear();

    internal IReadOnlyList<string> Steps => _steps;

    public ValueTask DisposeAsync()
    {
        _steps.Add(nameof(DisposeAsync));
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }
}
