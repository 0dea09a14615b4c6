namespace Corpus.Mutation.Payroll;

internal sealed partial class Payroll
{
    private static void Record(TimeSheet target, Clocking clocking)
    {
        target.Hours.Add(clocking.Hours);
        Charge(target, (decimal)clocking.Hours * clocking.Rate);
    }

    private static void Charge(TimeSheet target, decimal amount) => target.Due += amount;

    private static void AddBonus(List<decimal> bonuses, decimal amount)
    {
        if (amount > 0)
            bonuses.Add(decimal.Round(amount, 2));
    }

    private void Correct(Clocking clocking)
    {
        if (Archive.TryGetValue(clocking.Kind, out var old))
            SheetRules.Rebuild(old); // expect: SG2007

        Bonuses?.DropLast(); // expect: SG2007

        var fresh = Sheet;
        if (fresh is not null)
            Charge(fresh, -clocking.Rate); // expect: SG2007
    }
}
