using System;
using System.Collections.Generic;
using System.Linq;
using StateGen;

namespace Corpus.Third.ArtAuctions;

public sealed record Raise(string Lot, string Bidder, decimal Amount);

public sealed record Standing(string Lot, string Bidder, decimal Amount, IReadOnlyList<string> Losers);

public sealed class Lot
{
    public decimal Price { get; set; }

    public Stack<string> Bidders { get; set; } = new();

    public int[] Steps { get; set; } = new int[4];

    public Lot? Previous { get; set; }
}

public static class LotExtensions
{
    public static T Also<T>(this T value, Action<T> action)
    {
        action(value);
        return value;
    }

    public static Lot Copy(this Lot lot) => new() { Price = lot.Price, Bidders = new Stack<string>(lot.Bidders.Reverse()), Steps = [.. lot.Steps] };
}

/// <summary>Assigns back in one expression, through a local function, inside a record, after a loop.</summary>
[Operator("art-lots")]
public sealed partial class Lots : KeyedOperator<string, Raise, Standing>
{
    [State(Copy = true)] private partial Lot? Current { get; set; }
    [State(Copy = true)] private partial (Lot Best, int Raises)? Pair { get; set; }
    [State(Copy = true), Ttl(Days = 3)] private partial MapState<string, Lot> ByBidder { get; }

    protected override void OnEvent(Raise raise, OperatorContext<Standing> context)
    {
        Current = (Current ?? new Lot()).Also(lot => lot.Price = Math.Max(lot.Price, raise.Amount));

        var current = Current;
        var rejected = Reject(current, raise);
        Current = current;
        if (rejected)
            return;

        var lot = ByBidder.GetValueOrDefault(raise.Bidder) ?? new Lot();
        switch (raise.Amount)
        {
            case < 10:
                lot.Steps[0]++;
                break;
            case < 100:
                lot.Steps[1]++;
                break;
            default:
                lot.Steps.AsSpan(2).Fill(1);
                break;
        }

        ByBidder[raise.Bidder] = lot;

        var raises = Pair is { } pair ? pair.Raises : 0;
        var best = Pair?.Best ?? new Lot();
        best.Bidders.Push(raise.Bidder);
        Pair = (best, raises + 1);
        context.Emit(new Standing(Key, raise.Bidder, raise.Amount, best.Bidders.ToArray()));
    }

    protected override void OnTimer(FiredTimer timer, OperatorContext<Standing> context)
    {
        if (Current is { } lot)
        {
            lot.Previous = lot.Copy();
            Current = lot;
        }

        // What is changed here is a copy of the operator's own.
        var draft = (Current ?? new Lot()).Copy();
        draft.Price *= 2;
        draft.Bidders.Clear();
        context.Emit(new Standing(Key, "", draft.Price, []));

        // A struct of a value state is a copy, and so is what Select makes.
        var doubled = ByBidder.Select(entry => (entry.Key, Price: entry.Value.Price * 2)).ToList();
        doubled.RemoveAll(entry => entry.Price < 1);
        doubled.Sort((left, right) => left.Price.CompareTo(right.Price));
        context.Emit(new Standing(Key, "", 0, doubled.ConvertAll(entry => entry.Key)));
    }

    private static bool Reject(Lot lot, Raise raise)
    {
        if (raise.Amount <= lot.Price)
            return true;
        lot.Price = raise.Amount;
        lot.Bidders.Push(raise.Bidder);
        return false;
    }
}

/// <summary>Reads only: everything that changes is new.</summary>
[Operator("art-losers")]
public sealed partial class Losers : KeyedOperator<string, Raise, Standing>
{
    [State(Copy = true)] private partial HashSet<string>? Bidders { get; set; }
    [State(Copy = true)] private partial SortedDictionary<decimal, string>? Amounts { get; set; }

    protected override void OnEvent(Raise raise, OperatorContext<Standing> context)
    {
        var bidders = new HashSet<string>(Bidders ?? [], StringComparer.Ordinal);
        if (bidders.Add(raise.Bidder))
            Bidders = new HashSet<string>(bidders);

        var amounts = Amounts is { } old ? new SortedDictionary<decimal, string>(old) : [];
        amounts[raise.Amount] = raise.Bidder;
        if (amounts.Count <= 50)
            Amounts = amounts;

        bidders.ExceptWith([raise.Bidder]);
        context.Emit(new Standing(Key, raise.Bidder, raise.Amount, bidders.Order(StringComparer.Ordinal).ToList()));
    }
}
