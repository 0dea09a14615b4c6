using System.Globalization;

namespace StateGen.History.Tests.Ledgers;

/// <summary>One line of the input: a sale, or a question about what a page holds.</summary>
/// <param name="Phase">When it is processed: 1 before the first checkpoint, 2 between the first and the second, 3 after the second.</param>
/// <param name="Page">The key.</param>
/// <param name="At">The event time.</param>
/// <param name="Sale">What was sold; null for a question.</param>
public sealed record LedgerEvent(int Phase, ShopDay Page, DateTimeOffset At, Sale? Sale)
{
    private const string Question = "ask";

    /// <summary>Reads a line of the form <c>phase;day;time;shop;product;quantity;price;payment</c>.</summary>
    public static LedgerEvent Parse(string line)
    {
        var fields = line.Split(';');
        var page = new ShopDay(fields[3], DateOnly.ParseExact(fields[1], "yyyy-MM-dd", CultureInfo.InvariantCulture));
        return new(Integer(fields[0]), page, Time(fields[2]), fields[4] == Question ? null : ParseSale(fields[4..]));
    }

    public override string ToString()
    {
        var (product, quantity, price, payment) = Sale ?? new(Question, 0, 0, Payment.Cash);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{Phase};{Page.Day:yyyy-MM-dd};{At:yyyy-MM-ddTHH:mmZ};{Page.Shop};{product};{quantity:+00;-00};{price:000.00};{payment}");
    }

    private static Sale ParseSale(string[] fields) =>
        new(fields[0], Integer(fields[1]), decimal.Parse(fields[2], CultureInfo.InvariantCulture), Enum.Parse<Payment>(fields[3]));

    private static int Integer(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    private static DateTimeOffset Time(string text) =>
        DateTimeOffset.ParseExact(text, "yyyy-MM-ddTHH:mm'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
}

/// <summary>A sale; a return has a negative quantity, a gift no price.</summary>
public sealed record Sale(string Product, int Quantity, decimal Price, Payment Payment);
