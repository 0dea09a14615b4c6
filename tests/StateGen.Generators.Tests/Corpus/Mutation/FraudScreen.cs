using System.Runtime.InteropServices;

namespace Corpus.Mutation.FraudScreen;

public abstract record CardEvent(DateTimeOffset At);

public sealed record Purchase(DateTimeOffset At, string Merchant, string Country, decimal Amount) : CardEvent(At);

public sealed record Refund(DateTimeOffset At, string Merchant, decimal Amount) : CardEvent(At);

public sealed record TravelNotice(DateTimeOffset At, string Country, int Days) : CardEvent(At);

public sealed record Verdict(DateTimeOffset At, string Merchant, bool Fraud) : CardEvent(At);

public sealed record Alert(string Reason, decimal Amount);

public sealed class MerchantProfile
{
    public int Purchases { get; set; }

    public decimal Sum { get; set; }

    public decimal Highest { get; set; }

    public List<DateTimeOffset> Times { get; set; } = [];

    public int[] Hours { get; set; } = new int[24];
}

public sealed class RiskModel
{
    public double Score { get; set; }

    public Dictionary<string, double> Weights { get; set; } = [];

    public RiskModel? Previous { get; set; }

    public void Learn(string feature, double delta)
    {
        Weights[feature] = Weights.GetValueOrDefault(feature) + delta;
        Rescore();
    }

    public void Decay(double factor)
    {
        foreach (var feature in Weights.Keys.ToList())
            Weights[feature] *= factor;
        Rescore();
    }

    public double Rate(Purchase purchase) => Weights.GetValueOrDefault(purchase.Country) + Weights.GetValueOrDefault(purchase.Merchant);

    private void Rescore() => Score = Weights.Values.Sum();
}

internal static class ProfileMath
{
    public static void Include(this MerchantProfile profile, Purchase purchase)
    {
        profile.Purchases++;
        profile.Sum += purchase.Amount;
        Stamp(profile.Times, purchase.At, keep: 20);
        profile.Hours[purchase.At.Hour]++;
    }

    public static void Exclude(MerchantProfile profile, Refund refund)
    {
        profile.Sum -= refund.Amount;
        if (profile.Sum < 0)
            profile.Sum = 0;
    }

    public static decimal Average(this MerchantProfile profile) => profile.Purchases == 0 ? 0 : profile.Sum / profile.Purchases;

    public static void Stamp(List<DateTimeOffset> times, DateTimeOffset at, int keep)
    {
        times.Add(at);
        if (times.Count > keep)
            times.RemoveRange(0, times.Count - keep);
    }
}

[Operator("mutation.fraud-screen")]
internal sealed partial class FraudScreen : KeyedOperator<string, CardEvent, Alert>
{
    [State(Copy = true), Ttl(Days = 90)] private partial MapState<string, MerchantProfile> Merchants { get; }

    [State(Copy = true)] private partial RiskModel? Model { get; set; }

    [State(Copy = true)] private partial Dictionary<string, DateTimeOffset>? Travel { get; set; }

    [State(Copy = true)] private partial List<DateTimeOffset>? Declined { get; set; }

    [State(Copy = true)] private partial LinkedList<string>? Countries { get; set; }

    [State] private partial decimal Spent { get; set; }

    protected override void OnEvent(CardEvent value, OperatorContext<Alert> context)
    {
        switch (value)
        {
            case Purchase purchase when IsTravelling(purchase):
                Accept(purchase);
                break;
            case Purchase purchase:
                Screen(purchase, context);
                break;
            case Refund refund:
                GiveBack(refund);
                break;
            case TravelNotice { Days: > 0 } notice:
                Announce(notice);
                break;
            case Verdict verdict:
                Train(verdict);
                break;
        }
    }

    private bool IsTravelling(Purchase purchase) =>
        Travel is { } travel && travel.TryGetValue(purchase.Country, out var until) && purchase.At < until;

    private void Accept(Purchase purchase)
    {
        Spent += purchase.Amount;
        var profile = Merchants.GetValueOrDefault(purchase.Merchant) ?? new MerchantProfile();
        profile.Include(purchase);
        Merchants[purchase.Merchant] = profile;
        profile.Highest = Math.Max(profile.Highest, purchase.Amount); // expect: SG2007
    }

    private void Screen(Purchase purchase, OperatorContext<Alert> context)
    {
        var model = Model ?? new RiskModel();
        var risk = model.Rate(purchase);
        if (risk > 0.8)
        {
            ProfileMath.Stamp(Declined ??= [], purchase.At, keep: 5); // expect: SG2007
            model.Learn(purchase.Country, 0.1); // expect: SG2007
            context.Emit(new Alert("risk", purchase.Amount));
            return;
        }

        if (Merchants.TryGetValue(purchase.Merchant, out var profile))
        {
            if (purchase.Amount > profile.Average() * 10)
                context.Emit(new Alert("amount", purchase.Amount));
            profile.Include(purchase); // expect: SG2007
        }
        else
        {
            profile = new MerchantProfile();
            profile.Include(purchase);
            Merchants[purchase.Merchant] = profile;
        }

        model.Decay(0.99);
        Model = model;

        var countries = Countries ?? new LinkedList<string>();
        if (countries.Last?.Value != purchase.Country)
        {
            if (countries.Count == 3)
                countries.RemoveFirst();
            countries.AddLast(purchase.Country); // expect: SG2007
        }
    }

    private void GiveBack(Refund refund)
    {
        Spent -= refund.Amount;
        foreach (var (merchant, profile) in Merchants)
        {
            if (merchant != refund.Merchant)
                continue;
            ProfileMath.Exclude(profile, refund); // expect: SG2007
            break;
        }

        if (Merchants.GetValueOrDefault(refund.Merchant) is not { Hours: var hours } known)
            return;
        hours.AsSpan(refund.At.Hour, 1)[0]--; // expect: SG2007
        if (known.Purchases == 0)
            Merchants.Remove(refund.Merchant);
    }

    private void Announce(TravelNotice notice)
    {
        var travel = Travel ?? [];
        var until = notice.At.AddDays(notice.Days);
        ref var entry = ref CollectionsMarshal.GetValueRefOrAddDefault(travel, notice.Country, out _);
        entry = entry > until ? entry : until; // expect: SG2007
    }

    private void Train(Verdict verdict)
    {
        switch (Model)
        {
            case { Previous: { Score: > 1 } previous }:
                previous.Decay(0.5); // expect: SG2007
                break;
            case { Weights.Count: > 100 } large:
                large.Weights.Remove(verdict.Merchant);
                large.Learn("pruned", 1);
                Model = large;
                break;
            case { } model when verdict.Fraud:
                model.Previous = null;
                model.Learn(verdict.Merchant, 1); // expect: SG2007
                break;
        }

        if (verdict.Fraud)
            Declined?.Reverse(); // expect: SG2007
    }
}
