using System.Collections.Immutable;
using System.Globalization;

namespace StateGen.History.Tests.Vaults;

/// <summary>
/// Keeps numbers of 128 bits in marked types, whose form is another one since the checkpoints were written, and in places where the form is the same. What it
/// keeps does not change.
/// </summary>
[Operator("vault")]
public sealed partial class Vault : KeyedOperator<string, VaultEvent, string>
{
    [State]
    private partial Int128 Sum { get; set; }

    [State]
    private partial Reserve? Reserve { get; set; }

    [State]
    private partial Balance? Latest { get; set; }

    [State]
    private partial ImmutableArray<Balance> First { get; set; }

    [State]
    private partial MapState<Int128, Balance> ByAmount { get; }

    [State]
    private partial ListState<Balance> All { get; }

    protected override void OnEvent(VaultEvent value, OperatorContext<string> context)
    {
        if (value.Number is not { } number)
        {
            foreach (var line in Read())
                context.Emit(line);
            return;
        }

        var balance = VaultModel.BalanceOf(number);
        Sum += balance.Amount;
        Reserve = balance.Reserve;
        Latest = balance;
        First = First.IsDefault ? [balance] : First.Length < VaultModel.MostFirst ? First.Add(balance) : First;
        ByAmount[balance.Amount] = balance;
        All.Add(balance);
        context.Emit(string.Create(CultureInfo.InvariantCulture, $"{Key} {number}"));
    }

    private IEnumerable<string> Read() => VaultModel.LinesOf(Key, new(Sum, Reserve, Latest, First, ByAmount, All));
}

/// <summary>What the vault holds for one account.</summary>
internal sealed record VaultContent(
    Int128 Sum,
    Reserve? Reserve,
    Balance? Latest,
    IEnumerable<Balance> First,
    IEnumerable<KeyValuePair<Int128, Balance>> ByAmount,
    IEnumerable<Balance> All);
