using System.Globalization;

namespace StateGen.History.Tests.Ledgers;

/// <summary>The lines that the ledger emits.</summary>
internal static class LedgerLine
{
    public static string OfSale(ShopDay page, long number, decimal revenue, string? offer, ProductTotal? total, IEnumerable<long> recent) =>
        Text($"sale {page.Shop} {page.Day:yyyy-MM-dd} {number} {revenue} {offer} {total?.Quantity} {total?.Revenue} {recent.Sum()}");

    public static string OfPage(ShopDay page, PageText content) => Text($"page {page.Shop} {page.Day:yyyy-MM-dd} {content}");

    public static string OfTimer(ShopDay page, DateTimeOffset at, long sales) => Text($"timer {page.Shop} {page.Day:yyyy-MM-dd} {at:yyyy-MM-ddTHH:mm} {sales}");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
