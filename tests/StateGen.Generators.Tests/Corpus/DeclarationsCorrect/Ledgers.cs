using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Corpus.DeclarationsCorrect.Ledgers;

[UnionCase(0, typeof(Deposit))]
[UnionCase(1, typeof(Withdrawal))]
public interface IEntry
{
    decimal Amount { get; }
}

public sealed record Deposit(decimal Amount, string Branch) : IEntry;

public sealed record Withdrawal(decimal Amount, Guid Machine) : IEntry;

public sealed record Batch(int Number, ImmutableList<decimal> Amounts)
{
    public decimal Sum => Amounts.Sum();
}

public sealed class Counter
{
    public Counter(int value) => Value = value;

    public int Value { get; }

    public Counter Next() => new(Value + 1);

    public override string ToString() => $"no. {Value}";
}

public sealed record Tree(string Name, ImmutableArray<Tree> Children);

public sealed class LegacyCents : IStateUpgrade<int, long>
{
    public static long Upgrade(int old) => old * 100L;
}

[Operator("declarationscorrect.ledgers")]
public sealed partial class Ledgers : KeyedOperator<(string Bank, long Account), decimal, decimal>
{
    [State] private partial decimal Balance { get; set; }
    [State] private partial IEntry? LastEntry { get; set; }
    [State] private partial Batch? Open { get; set; }
    [State] private partial Counter? Numbers { get; set; }
    [State] private partial Tree? Accounts { get; set; }
    [State] private partial FrozenSet<string>? Flags { get; set; }
    [State] private partial IReadOnlyDictionary<string, int>? Rates { get; set; }
    [State(Copy = true)] private partial Dictionary<string, int[]>? Days { get; set; }
    [State(Upgrade = typeof(LegacyCents))] private partial long Cents { get; set; }

    protected override void OnEvent(decimal amount, OperatorContext<decimal> context)
    {
        Balance += amount;
        Cents += (long)(amount * 100);
        LastEntry = amount >= 0 ? new Deposit(amount, Key.Bank) : new Withdrawal(-amount, Guid.Empty);
        Numbers = Numbers?.Next() ?? new Counter(1);
        var open = Open ?? new Batch(1, []);
        Open = open.Amounts.Count < 10 ? open with { Amounts = open.Amounts.Add(amount) } : new Batch(open.Number + 1, [amount]);
        var days = Days ?? [];
        days[context.Timestamp.ToString("ddd", System.Globalization.CultureInfo.InvariantCulture)] = [(int)amount];
        Days = days;
        context.Emit(Balance);
    }
}
