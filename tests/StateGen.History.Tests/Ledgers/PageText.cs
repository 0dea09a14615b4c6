using System.Globalization;

namespace StateGen.History.Tests.Ledgers;

/// <summary>The content of one page: the states of one key, for comparison.</summary>
internal sealed record PageText
{
    public required long Sales { get; init; }

    public required int? Largest { get; init; }

    public required decimal Revenue { get; init; }

    public required double Average { get; init; }

    public required string? Product { get; init; }

    public required Payment Payment { get; init; }

    public required DateTimeOffset? LastAt { get; init; }

    public required Receipt? Receipt { get; init; }

    public required IDiscount? Discount { get; init; }

    public required (int Number, string Product)? First { get; init; }

    public required IEnumerable<int> Quantities { get; init; }

    public required IEnumerable<string> Products { get; init; }

    public required IEnumerable<string> Notes { get; init; }

    public required string? Offer { get; init; }

    public required IEnumerable<KeyValuePair<string, ProductTotal>> Totals { get; init; }

    public required IEnumerable<KeyValuePair<int, decimal?>> Prices { get; init; }

    public required IEnumerable<Line> Lines { get; init; }

    public required IEnumerable<long> Recent { get; init; }

    public override string ToString() => string.Join(
        '|',
        Text($"{Sales} {Largest} {Revenue} {Average:R} {Product} {Payment} {LastAt:O}"),
        Text($"{Receipt?.Number} {Receipt?.At:O} {Join(Receipt is null ? [] : Receipt.Lines.Select(Of))}"),
        Text($"{Discount} {First}"),
        Join(Quantities.Select(quantity => Text($"{quantity}"))),
        Join(Products),
        Join(Notes),
        Offer,
        Join(Totals.Select(total => Text($"{total.Key}={total.Value.Quantity}*{total.Value.Revenue}"))),
        Join(Prices.Select(price => Text($"{price.Key}={price.Value}"))),
        Join(Lines.Select(Of)),
        Join(Recent.Select(quantity => Text($"{quantity}"))));

    private static string Of(Line line) => Text($"{line.Product}*{line.Quantity}*{line.Price}");

    private static string Join(IEnumerable<string> texts) => string.Join(',', texts);

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
