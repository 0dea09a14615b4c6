using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using StateGen;

namespace Corpus.Third.Payments;

public readonly record struct Iban(string Country, string Number);

public sealed record Payment(Iban From, Iban To, decimal Amount, DateTimeOffset BookedAt, Guid Id);

public sealed record Settlement(Guid Id, Iban Account, decimal Amount, DateTimeOffset At);

public static class StableHash
{
    public static uint Fnv(ReadOnlySpan<char> text)
    {
        var hash = 2_166_136_261;
        foreach (var character in text)
            hash = unchecked((hash ^ character) * 16_777_619);
        return hash;
    }

    public static Guid IdOf(string key, long sequence)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{key}/{sequence}")));
        return new Guid(hash.AsSpan(0, 16));
    }
}

/// <summary>Time is that of the events, identifiers come from the key, chance from a seed.</summary>
[Operator("payments-settlement")]
public sealed partial class SettlementOperator : KeyedOperator<Iban, Payment, Settlement>
{
    private static readonly TimeSpan Cutoff = TimeSpan.FromHours(17);

    [State] private partial decimal Open { get; set; }
    [State] private partial long Sequence { get; set; }
    [State] private partial DateTimeOffset? Since { get; set; }

    protected override void OnEvent(Payment payment, OperatorContext<Settlement> context)
    {
        Since ??= context.Timestamp;
        Open += payment.Amount;
        if (context.Timestamp < context.Watermark)
            return;

        var day = new DateTimeOffset(context.Timestamp.Date, TimeSpan.Zero);
        context.Timers.RegisterEventTime(day + Cutoff);

        var random = new Random(unchecked((int)Sequence));
        if (random.Next(100) == 0)
            context.Emit(new Settlement(payment.Id, Key, 0, payment.BookedAt));

        if (payment.Id.GetHashCode() % 2 == 0 && payment.BookedAt.GetHashCode() > 0)
            Sequence++;
    }

    protected override void OnTimer(FiredTimer timer, OperatorContext<Settlement> context)
    {
        var id = StableHash.IdOf(Key.Number, ++Sequence);
        context.Emit(new Settlement(id, Key, Open, timer.Timestamp));
        Open = 0;
        Since = null;
    }
}

[Operator("payments-shards")]
public sealed partial class Shards : KeyedOperator<int, Payment, decimal>
{
    private static readonly DateTime Epoch = new(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    [State] private partial decimal Sum { get; set; }

    protected override void OnEvent(Payment payment, OperatorContext<decimal> context)
    {
        if (payment.BookedAt.UtcDateTime < Epoch)
            return;
        Sum += payment.Amount;
        Span<byte> bytes = stackalloc byte[16];
        payment.Id.TryWriteBytes(bytes);
        if (BinaryPrimitives.ReadUInt32LittleEndian(bytes) % 1_000 == 0)
            context.Emit(Sum);
    }
}

public static class PaymentJobs
{
    public static RunnablePipeline Settle(ISource<Payment> payments, ISink<Settlement> sink) => Pipeline.From(payments)
        .WithEventTime(payment => payment.BookedAt, TimeSpan.FromMinutes(1))
        .KeyBy(payment => payment.From)
        .Process(() => new SettlementOperator())
        .To(sink);

    public static RunnablePipeline Shard(ISource<Payment> payments, ISink<decimal> sink) => Pipeline.From(payments)
        .WithEventTime(payment => payment.BookedAt, TimeSpan.FromMinutes(1))
        .KeyBy(payment => (int)(StableHash.Fnv(payment.To.Number) % 64))
        .Process(() => new Shards())
        .To(sink);

    public static async System.Threading.Tasks.Task<string> RunAsync(RunnablePipeline pipeline)
    {
        // Outside operators, the clock is just a clock.
        var started = DateTime.UtcNow;
        var result = await pipeline.RunAsync(new PipelineOptions { JobId = "payments-" + Environment.MachineName }).ConfigureAwait(false);
        return string.Create(CultureInfo.InvariantCulture, $"{result.Records} in {DateTime.UtcNow - started}");
    }
}
