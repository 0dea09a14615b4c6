using System.Text;

namespace StateGen.History.Tests.Ledgers;

/// <summary>
/// The input of a job that writes a checkpoint. It is read in two splits, of which the second begins with the fourth of six days, so that the events of a key
/// have one order: all lines have the same length in bytes.
/// </summary>
internal static class LedgerInput
{
    public const int Splits = 2;
    private const int DaysOfSplit = 3;
    private const int SalesOfDay = 10;
    private const int SalesOfSplit = DaysOfSplit * SalesOfDay;
    private const int FirstPhaseOfSplit = 14;
    private const int SecondPhaseOfSplit = 10;
    private static readonly DateOnly FirstDay = new(2024, 2, 27);
    private static readonly string[] Shops = ["Malmö", "Århus", "Aachen"];

    public static IReadOnlyList<string> Lines()
    {
        string[] lines = [.. Enumerable.Range(0, Splits).SelectMany(LinesOfSplit)];
        if (lines.Select(Encoding.UTF8.GetByteCount).Distinct().Count() > 1)
            throw new InvalidOperationException("The lines differ in length, so that a key may be in both splits.");
        return lines;
    }

    private static IEnumerable<string> LinesOfSplit(int split)
    {
        var firstDay = FirstDay.AddDays(split * DaysOfSplit);
        var sales = Enumerable.Range(0, SalesOfSplit).Select(index => SaleOf(split, firstDay, index));
        return sales.Concat(QuestionsOf(firstDay)).Select(line => line.ToString());
    }

    private static LedgerEvent SaleOf(int split, DateOnly firstDay, int index)
    {
        var number = (split * SalesOfSplit) + index;
        var day = firstDay.AddDays(index / SalesOfDay);
        var phase = index < FirstPhaseOfSplit ? 1 : index < FirstPhaseOfSplit + SecondPhaseOfSplit ? 2 : 3;
        var payment = (number % 4) switch { 0 => Payment.Slip, 1 => Payment.Card, _ => Payment.Cash };
        var sale = new Sale($"p{number * 5 % 7:00}", (number * 7 % 9) - 2, number % 11 * 3.25m, payment);
        // One shop has no more than one sale on a day.
        var shop = index % SalesOfDay == 7 ? 2 : index % 2;
        return new(phase, new(Shops[shop], day), At(day, 9, index % SalesOfDay * 13), sale);
    }

    /// <summary>Questions about pages whose timers do not fire while the split is read, or have all fired.</summary>
    private static IEnumerable<LedgerEvent> QuestionsOf(DateOnly firstDay)
    {
        var lastDay = firstDay.AddDays(DaysOfSplit - 1);
        return Shops.Select((shop, index) => new LedgerEvent(3, new(shop, lastDay), At(lastDay, 17, index), Sale: null));
    }

    private static DateTimeOffset At(DateOnly day, int hour, int minutes) => new(day, new TimeOnly(hour, 0).AddMinutes(minutes), TimeSpan.Zero);
}
