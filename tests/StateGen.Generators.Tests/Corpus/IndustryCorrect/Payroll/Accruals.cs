namespace Corpus.IndustryCorrect.Payroll;

public enum LeaveKind
{
    Vacation,
    Sick,
    Parental,
}

public sealed record HrEvent(string Employee, LeaveKind Kind, decimal Days, bool Correction, bool YearEnd);

public sealed class Balance
{
    public decimal Vacation { get; set; }

    public decimal Carried { get; set; }

    public List<decimal> Entries { get; set; } = [];
}

public static class Accruals
{
    public static Balance Accrue(this Balance balance, LeaveKind kind, decimal days)
    {
        if (kind == LeaveKind.Vacation)
            balance.Vacation += days;
        balance.Entries.Add(days);
        return balance;
    }

    public static void CarryOver(Balance balance, decimal limit)
    {
        balance.Carried = Math.Min(balance.Vacation, limit);
        balance.Vacation = 0;
    }

    public static bool IsOverdrawn(Balance balance) => balance.Vacation + balance.Carried < 0;
}

public interface IPayrollArchive
{
    void Seal(string department, decimal total);
}
