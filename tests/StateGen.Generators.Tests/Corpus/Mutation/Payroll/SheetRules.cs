namespace Corpus.Mutation.Payroll;

public sealed class TimeSheet
{
    public List<double> Hours { get; set; } = [];

    public decimal Due { get; set; }

    public bool Approved { get; set; }
}

internal static class SheetRules
{
    public static void AddOvertime(TimeSheet sheet, double hours) => sheet.Hours.Add(hours * 1.5);

    public static void Rebuild(TimeSheet sheet) => Trim(sheet.Hours, 40);

    public static void MarkHoliday(this TimeSheet sheet, double hours)
    {
        if (hours <= 0)
            return;
        AddOvertime(sheet, hours);
    }

    public static void DropLast<T>(this List<T> list)
    {
        if (list.Count > 0)
            list.RemoveAt(list.Count - 1);
    }

    private static void Trim(List<double> hours, int limit)
    {
        while (hours.Count > limit)
            hours.RemoveAt(0);
    }
}
