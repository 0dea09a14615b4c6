using System.Globalization;

namespace StateGenApp._1;

/// <summary>What a customer ordered on one day (UTC).</summary>
public sealed record DailyTotal(DateOnly Day, string Customer, long Orders, decimal Amount, string Favourite)
{
    public static string ToCsv(DailyTotal total) =>
        string.Create(CultureInfo.InvariantCulture, $"{total.Day:yyyy-MM-dd},{total.Customer},{total.Orders},{total.Amount},{total.Favourite}");
}
