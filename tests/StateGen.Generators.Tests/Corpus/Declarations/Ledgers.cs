using System.Collections;
using System.Collections.Immutable;
using System.IO;
using System.Text;

namespace Corpus.Declarations.Ledgers;

public interface IEntry
{
    decimal Amount { get; }
}

public abstract record Posting(string Account);

public sealed record Envelope(Guid Id, object Body);

public sealed record Callback(string Name, Action<string> Run);

public sealed record Batch(int Number, List<decimal> Amounts);

public sealed class Counter
{
    private readonly int _start;

    public Counter(int value) => _start = value;

    public int Next() => _start + 1;
}

public sealed class Holder
{
    public ImmutableArray<string> Names { get; init; } = [];

    public DateTimeOffset Changed;
}

public readonly record struct Wallet(string Owner, int[] Coins);

[Operator("declarations.ledgers")]
public sealed partial class Ledgers : KeyedOperator<string, decimal, decimal>
{
    [State] private partial decimal Balance { get; set; }
    [State] private partial IEntry? LastEntry { get; set; } // expect: SG1009
    [State] private partial Posting? LastPosting { get; set; } // expect: SG1009
    [State] private partial Envelope? Inbox { get; set; } // expect: SG1009
    [State, Ttl(Days = 1)] private partial MapState<string, Callback> Callbacks { get; } // expect: SG1009
    [State] private partial Stream? Export { get; set; } // expect: SG1009
    [State] private partial Counter? Numbers { get; set; } // expect: SG1009
    [State] private partial Batch? Open { get; set; } // expect: SG1010
    [State] private partial Holder? Holder { get; set; } // expect: SG1010
    [State] private partial Wallet Wallet { get; set; } // expect: SG1010
    [State, Ttl(Days = 1)] private partial ListState<Dictionary<string, int>> Days { get; } // expect: SG1010
    [State] private partial HashSet<string>? Accounts { get; set; } // expect: SG1010

    protected override void OnEvent(decimal amount, OperatorContext<decimal> context)
    {
        Balance += amount;
        context.Emit(Balance);
    }
}
