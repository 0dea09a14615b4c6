using System.Globalization;

namespace StateGen.History.Tests.Vaults;

/// <summary>The numbers that the vault is given, and what it holds afterwards, computed without state.</summary>
internal static class VaultModel
{
    /// <summary>The number of balances that one of the states keeps.</summary>
    public const int MostFirst = 3;

    private const int Accounts = 5;

    // Above the largest number of 64 bits.
    private static readonly Int128 Unit = (Int128)ulong.MaxValue * 5;

    public static string AccountOf(int number) => string.Create(CultureInfo.InvariantCulture, $"account {number % Accounts}");

    /// <summary>Numbers that are negative, small, above 64 bits, and at both ends of the range.</summary>
    public static Balance BalanceOf(int number)
    {
        var amount = AmountOf(number);
        var turnover = UInt128.MaxValue - ((UInt128)number << 70);
        return new(
            amount,
            turnover,
            number % 3 == 0 ? null : amount / 2,
            [.. Enumerable.Range(number, number % 4).Select(AmountOf)],
            [.. Enumerable.Range(0, number % 5).Select(index => KeyValuePair.Create(turnover - (UInt128)index, AmountOf(number - index)))],
            (Int128.MinValue + number, number % 2 == 0 ? null : turnover / 3),
            new(-amount, turnover / 7, [.. Enumerable.Range(number, number % 6).Select(AmountOf)]),
            new(amount, number % 2 == 0 ? turnover : null));
    }

    /// <summary>The answers to a question about each account, in ordinal order, when a number of balances was kept.</summary>
    public static IReadOnlyList<string> StateAfter(int count) =>
    [
        .. Enumerable.Range(0, count).GroupBy(AccountOf, StringComparer.Ordinal)
            .SelectMany(numbers => LinesOf(numbers.Key, ContentOf([.. numbers.Select(BalanceOf)])))
            .Order(StringComparer.Ordinal),
    ];

    public static IEnumerable<string> LinesOf(string account, VaultContent content)
    {
        yield return $"{account} sum {content.Sum} reserve {content.Reserve} latest {content.Latest}";
        foreach (var (index, balance) in content.First.Index())
            yield return $"{account} first {index} {balance}";
        foreach (var (amount, balance) in content.ByAmount)
            yield return $"{account} by amount {amount} {balance}";
        foreach (var (index, balance) in content.All.Index())
            yield return $"{account} all {index} {balance}";
    }

    private static VaultContent ContentOf(Balance[] balances) => new(
        balances.Aggregate(Int128.Zero, (sum, balance) => sum + balance.Amount),
        balances[^1].Reserve,
        balances[^1],
        balances.Take(MostFirst),
        balances.GroupBy(balance => balance.Amount).Select(group => KeyValuePair.Create(group.Key, group.Last())),
        balances);

    private static Int128 AmountOf(int number) => (number % 4) switch
    {
        0 => number,
        1 => -number,
        2 => Unit * number,
        _ => -Unit * number,
    };
}
