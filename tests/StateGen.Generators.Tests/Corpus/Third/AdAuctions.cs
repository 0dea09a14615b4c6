using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using StateGen;

namespace Corpus.Third.Ads;

public sealed record Bid(string Campaign, string Slot, decimal Price, DateTimeOffset At);

public sealed record Win(string Id, string Campaign, decimal Price, string Host);

public readonly record struct SlotKey(string Slot, int Hour);

public static class WinIds
{
    public static string Next(string campaign) => $"{campaign}-{Guid.NewGuid():N}";

    public static string For(Bid bid) => $"{bid.Campaign}-{bid.At.UtcTicks}";
}

public sealed class AuditLine(string text)
{
    private readonly DateTime _written = DateTime.Now;

    public override string ToString() => $"{_written:s} {text}";
}

public interface IPacing
{
    bool MayBid(decimal price);
}

public sealed class CoinPacing : IPacing
{
    public bool MayBid(decimal price) => Random.Shared.NextDouble() < 0.5;
}

public sealed class HourPacing : IPacing
{
    public bool MayBid(decimal price) => TimeProvider.System.GetUtcNow().Hour != 3 && price > 0;
}

[Operator("ads-auction")]
public sealed partial class Auction(IPacing pacing, TimeProvider time) : KeyedOperator<SlotKey, Bid, Win>
{
    private readonly Random _jitter = new();

    [State] private partial decimal Best { get; set; }
    [State] private partial string? Leader { get; set; }
    [State] private partial DateTimeOffset? ClosesAt { get; set; }

    protected override void OnEvent(Bid bid, OperatorContext<Win> context)
    {
        if (!pacing.MayBid(bid.Price)) // expect: SG2010
            return;

        if (bid.At < time.GetUtcNow().AddHours(-1)) // expect: SG2010
            return;

        var price = bid.Price + (decimal)_jitter.NextDouble(); // expect: SG2010
        if (price <= Best)
            return;

        Best = price;
        Leader = bid.Campaign;
        ClosesAt ??= DateTimeOffset.Now.AddSeconds(2); // expect: SG2010
        context.Timers.RegisterEventTime(ClosesAt.Value);
    }

    protected override void OnTimer(FiredTimer timer, OperatorContext<Win> context)
    {
        if (Leader is not { } leader)
            return;

        var host = Environment.MachineName; // expect: SG2010
        context.Emit(new Win(
            WinIds.Next(leader), // expect: SG2010
            leader,
            Best,
            host));
        ClearState();
    }
}

[Operator("ads-sampling")]
public sealed partial class Sampling : KeyedOperator<string, Bid, string>
{
    [State] private partial long Started { get; set; }
    [State] private partial int Shard { get; set; }

    protected override void OnEvent(Bid bid, OperatorContext<string> context)
    {
        if (Started == 0)
            Started = Stopwatch.GetTimestamp(); // expect: SG2010

        Shard = bid.Campaign.GetHashCode() & 15; // expect: SG2010
        if (RandomNumberGenerator.GetInt32(100) < 5) // expect: SG2010
            context.Emit(Describe(bid));

        var mixed = HashCode.Combine(bid.Slot, bid.Price); // expect: SG2010
        if (mixed % 7 == 0)
            context.Emit(new AuditLine(bid.Slot).ToString()); // expect: SG2010

        // Hash codes of numbers and times are the same in every process.
        if (bid.At.GetHashCode() % 11 == Shard.GetHashCode())
            context.Emit(WinIds.For(bid));
    }

    private static string Describe(Bid bid)
    {
        var name = Path.GetRandomFileName(); // expect: SG2010
        return Environment.GetEnvironmentVariable("ADS_REGION") + name + bid.Slot; // expect: SG2010
    }
}

public static class AdsJob
{
    public static RunnablePipeline Describe(ISource<Bid> bids, ISink<string> lines, ISink<Win> wins, bool sampled)
    {
        var events = Pipeline.From(bids).WithEventTime(bid => bid.At, TimeSpan.FromSeconds(5));
        if (sampled)
        {
            return events
                .KeyBy(bid => bid.Campaign + Environment.TickCount64 % 4) // expect: SG2010
                .Process(() => new Sampling())
                .To(lines);
        }

        return events
            .KeyBy(bid => new SlotKey(bid.Slot, DateTime.UtcNow.Hour)) // expect: SG2010
            .Process(() => new Auction(new HourPacing(), TimeProvider.System))
            .To(wins);
    }
}
