using System;
using System.Collections.Generic;
using System.Linq;
using StateGen;

namespace Corpus.Third.Loyalty;

public sealed record Purchase(string Customer, string Partner, int Points, bool Refund);

public sealed record Balance(string Customer, int Points, int Partners);

public sealed class Account
{
    public int Points { get; set; }

    public Dictionary<string, int> PerPartner { get; set; } = [];

    public List<string> Notes { get; set; } = [];
}

public static class Accounts
{
    public static Account Booked(this Account account, Purchase purchase)
    {
        account.Points += purchase.Points;
        account.PerPartner[purchase.Partner] = account.PerPartner.GetValueOrDefault(purchase.Partner) + purchase.Points;
        return account;
    }

    public static bool TryRefund(Account account, int points)
    {
        if (account.Points < points)
            return false;
        account.Points -= points;
        return true;
    }
}

/// <summary>Every way out stores the changed copy, or has changed nothing.</summary>
[Operator("loyalty-accounts")]
public sealed partial class AccountOperator : KeyedOperator<string, Purchase, Balance>
{
    [State(Copy = true)] private partial Account? Account { get; set; }
    [State] private partial bool Closed { get; set; }

    protected override void OnEvent(Purchase purchase, OperatorContext<Balance> context)
    {
        if (Closed)
            return;

        var account = Account ?? new Account();
        if (!purchase.Refund)
        {
            Account = account.Booked(purchase);
            context.Emit(new Balance(Key, account.Points, account.PerPartner.Count));
            return;
        }

        try
        {
            account.Points -= purchase.Points;
            if (account.Points < 0)
            {
                account.Points = 0;
                Closed = true;
                return;
            }

            account.Notes.Add("refund");
        }
        finally
        {
            Account = account;
        }
    }

    protected override void OnTimer(FiredTimer timer, OperatorContext<Balance> context)
    {
        if (Account is not { Points: > 1_000 } account)
            return;
        if (account.Notes.Count > 10)
            account.Notes.RemoveRange(0, account.Notes.Count - 10);
        account.Points -= account.Points / 100;
        (Account, Closed) = (account, false);
    }
}

/// <summary>Entries of a map: changed, stored, removed, handed from key to key.</summary>
[Operator("loyalty-partners")]
public sealed partial class Partners : KeyedOperator<string, Purchase, Balance>
{
    [State(Copy = true), Ttl(Days = 400)] private partial MapState<string, Account> ByPartner { get; }
    [State(Copy = true)] private partial Account? Best { get; set; }

    protected override void OnEvent(Purchase purchase, OperatorContext<Balance> context)
    {
        if (!ByPartner.TryGetValue(purchase.Partner, out var account))
            account = new Account();
        account.Points += purchase.Points;
        Store(purchase.Partner, account);

        var best = Best;
        if (best is null || best.Points < account.Points)
        {
            account.Notes.Add("best");
            Best = account;
        }
    }

    protected override void OnTimer(FiredTimer timer, OperatorContext<Balance> context)
    {
        foreach (var (partner, account) in ByPartner.ToList())
        {
            account.Notes.Clear();
            ByPartner[partner] = account;
        }

        if (ByPartner.TryGetValue("old", out var old))
        {
            old.Points++;
            ByPartner["new"] = old;
            ByPartner.Remove("old");
        }

        // The throw is no way out: nothing of the record stays.
        var best = Best ?? throw new InvalidOperationException("no purchase yet");
        best.Points--;
        if (best.Points < 0)
            throw new InvalidOperationException("negative");
        Best = best;
        context.Emit(new Balance(Key, best.Points, 0));
    }

    private void Store(string partner, Account account) => ByPartner[partner] = account;
}
