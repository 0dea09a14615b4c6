namespace Corpus.Industry.Payroll;

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

/// <summary>Rules of the collective agreement.</summary>
public static class Accruals
{
    public static void Accrue(Balance balance, LeaveKind kind, decimal days)
    {
        if (kind == LeaveKind.Vacation)
            balance.Vacation += days;
        Note(balance, days);
    }

    public static Balance CarryOver(Balance balance, decimal limit) => new()
    {
        Carried = Math.Min(balance.Vacation, limit),
        Entries = [.. balance.Entries],
    };

    public static bool IsOverdrawn(Balance balance) => balance.Vacation + balance.Carried < 0;

    private static void Note(Balance balance, decimal days) => balance.Entries.Add(days);
}

public interface IPayrollArchive
{
    void Seal(string department, decimal total);

    System.Threading.WaitHandle Sealed { get; }
}
