using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using StateGen;

namespace Corpus.Third.Fraud;

public sealed record CardSwipe(string Card, string Merchant, decimal Amount, string Country, DateTimeOffset At);

public sealed record Verdict(string Card, bool Suspicious, string Reason);

public sealed class Profile
{
    public decimal Highest { get; set; }

    public int Swipes { get; set; }

    public void Learn(CardSwipe swipe)
    {
        Swipes++;
        Highest = Math.Max(Highest, swipe.Amount);
    }
}

public static class Windows
{
    public static void Push<T>(Queue<T> window, T item, int size)
    {
        window.Enqueue(item);
        while (window.Count > size)
            window.Dequeue();
    }
}

public abstract class Screening : KeyedOperator<string, CardSwipe, Verdict>
{
    protected int Refused; // expect: SG2001

    protected abstract bool IsSuspicious(CardSwipe swipe);

    protected override void OnEvent(CardSwipe value, OperatorContext<Verdict> context)
    {
        if (IsSuspicious(value))
            context.Emit(new Verdict(value.Card, true, GetType().Name));
    }
}

[Operator("fraud-velocity")]
public sealed partial class VelocityScreening : Screening
{
    private readonly Queue<DateTimeOffset> _recent = new(); // expect: SG2001
    private readonly Profile _profile = new(); // expect: SG2001

    [State] private partial string? LastCountry { get; set; }

    protected override bool IsSuspicious(CardSwipe swipe)
    {
        Windows.Push(_recent, swipe.At, 5);
        _profile.Learn(swipe);
        var jumped = LastCountry is { } country && country != swipe.Country;
        LastCountry = swipe.Country;
        if (!jumped || _recent.Count < 5)
            return false;
        Refused++;
        return true;
    }
}

/// <summary>The budget of a card, taken from the constructor and then counted down.</summary>
[Operator("fraud-budget")]
public sealed partial class BudgetScreening(
    decimal budget, // expect: SG2001
    IReadOnlyCollection<string> trusted) : KeyedOperator<string, CardSwipe, Verdict>
{
    [State] private partial bool Blocked { get; set; }

    protected override void OnEvent(CardSwipe value, OperatorContext<Verdict> context)
    {
        if (Blocked || trusted.Contains(value.Merchant))
            return;

        budget -= value.Amount;
        if (budget >= 0)
            return;
        Blocked = true;
        context.Emit(new Verdict(Key, true, "budget"));
    }
}

[Operator("fraud-merchants")]
public sealed partial class MerchantScreening : KeyedOperator<string, CardSwipe, Verdict>
{
    private readonly ConcurrentDictionary<string, int> _merchants = new(); // expect: SG2001
    private List<string>? _audit; // expect: SG2001

    protected override void OnEvent(CardSwipe value, OperatorContext<Verdict> context)
    {
        var merchants = _merchants;
        var swipes = merchants.AddOrUpdate(value.Merchant, 1, static (_, old) => old + 1);
        if (swipes > 3)
            Remember(value.Merchant);
    }

    protected override void OnTimer(FiredTimer timer, OperatorContext<Verdict> context)
    {
        if (_audit is { Count: > 0 } audit)
            context.Emit(new Verdict(Key, true, string.Join(',', audit)));
    }

    private void Remember(string merchant) => (_audit ??= []).Add(merchant);
}
