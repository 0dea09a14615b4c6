using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using StateGen;

namespace Corpus.Third.Hotels;

public sealed record RoomSearch(string Hotel, DateOnly Night, string Guest, int Rooms);

public sealed record Offer(string Hotel, decimal Price, int Asked);

public interface IRateService
{
    Task<decimal> PriceAsync(string hotel, DateOnly night);

    IAsyncEnumerable<decimal> WatchAsync(string hotel);
}

/// <summary>Asks the rate service for every search.</summary>
[Operator("hotel-offers")]
public sealed partial class Offers(IRateService rates) : KeyedOperator<string, RoomSearch, Offer>
{
    [State] private partial int Asked { get; set; }
    [State] private partial decimal LastPrice { get; set; }

    protected override async void OnEvent(RoomSearch search, OperatorContext<Offer> context) // expect: SG2003
    {
        Asked += search.Rooms;
        var asked = Asked;
        var price = await rates.PriceAsync(search.Hotel, search.Night).ConfigureAwait(false);
        if (price <= 0)
            return;
        LastPrice = price; // expect: SG2004
        context.Emit(new Offer(search.Hotel, price, asked));
    }
}

/// <summary>The expiry of a quote is looked up again when its timer fires.</summary>
[Operator("hotel-quotes")]
public sealed partial class Quotes(IRateService rates) : KeyedOperator<string, RoomSearch, Offer>
{
    [State] private partial DateOnly? Night { get; set; }

    protected override void OnEvent(RoomSearch search, OperatorContext<Offer> context)
    {
        if (Night is null)
            context.Timers.RegisterEventTime(context.Timestamp.AddMinutes(15));
        Night ??= search.Night;
    }

    protected override async void OnTimer(FiredTimer timer, OperatorContext<Offer> context) // expect: SG2003
    {
        if (Night is not { } night)
            return;
        var price = await rates.PriceAsync(Key, night);
        context.Emit(new Offer("quote", price, 0));
    }
}

/// <summary>Callbacks are synchronous, but what they start goes on.</summary>
[Operator("hotel-watch")]
public sealed partial class RateWatch(IRateService rates) : KeyedOperator<string, RoomSearch, Offer>
{
    [State] private partial decimal Lowest { get; set; }
    [State] private partial int Changes { get; set; }
    [State, Ttl(Days = 2)] private partial MapState<DateOnly, decimal> Prices { get; }

    protected override void OnEvent(RoomSearch search, OperatorContext<Offer> context)
    {
        _ = RefreshAsync(search.Hotel, search.Night);
        _ = FollowAsync(search.Hotel);
        var hotel = Key;
        _ = WarmUpAsync(hotel, Lowest);
    }

    private async Task RefreshAsync(string hotel, DateOnly night)
    {
        var known = Lowest;
        if (known > 0)
        {
            var price = await rates.PriceAsync(hotel, night);
            if (price < known)
                Prices[night] = price; // expect: SG2004
        }
    }

    private async Task FollowAsync(string hotel)
    {
        await foreach (var price in rates.WatchAsync(hotel))
        {
            if (price > 1_000)
                continue;
            Changes++; // expect: SG2004
        }
    }

    // Uses nothing of the operator after the await.
    private async Task WarmUpAsync(string hotel, decimal lowest)
    {
        var today = await rates.PriceAsync(hotel, DateOnly.MinValue);
        if (today < lowest)
            await rates.PriceAsync(hotel, DateOnly.MaxValue);
    }
}

/// <summary>An awaited value goes straight into the state.</summary>
[Operator("hotel-cheapest")]
public sealed partial class Cheapest(IRateService rates) : KeyedOperator<string, RoomSearch, Offer>
{
    [State] private partial decimal Best { get; set; }

    protected override void OnEvent(RoomSearch search, OperatorContext<Offer> context)
    {
        if (Best == 0)
            _ = FirstAsync(search);
        else
            context.Emit(new Offer(search.Hotel, Best, search.Rooms));
    }

    private async Task FirstAsync(RoomSearch search) =>
        Best = await rates.PriceAsync(search.Hotel, search.Night); // expect: SG2004
}
