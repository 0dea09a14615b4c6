using System.Collections.Immutable;

namespace StateGen.History.Tests.Ledgers;

/// <summary>The key of a page of the ledger: a composite of text and a date.</summary>
public readonly record struct ShopDay(string Shop, DateOnly Day);

/// <summary>How a sale was paid.</summary>
public enum Payment
{
    Cash,
    Card = 7,
    Slip = -1,
}

/// <summary>One line of a receipt.</summary>
public sealed record Line(string Product, int Quantity, decimal Price);

/// <summary>A record with records in it.</summary>
public sealed record Receipt(Guid Number, DateTimeOffset At, ImmutableArray<Line> Lines);

/// <summary>What a page counts of one product.</summary>
public sealed record ProductTotal(int Quantity, decimal Revenue);

/// <summary>A union.</summary>
[UnionCase(1, typeof(PercentOff))]
[UnionCase(2, typeof(AmountOff))]
public interface IDiscount;

public sealed record PercentOff(int Percent) : IDiscount;

public sealed record AmountOff(decimal Amount) : IDiscount;
