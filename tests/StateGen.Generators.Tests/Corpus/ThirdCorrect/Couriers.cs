using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Net.Http;
using System.Threading;
using System.Threading.Channels;
using System.Threading.Tasks;
using StateGen;

namespace Corpus.Third.Couriers;

public sealed record Job(string Courier, string Address, int Minutes);

public sealed record Eta(string Courier, int Minutes);

public interface IRouting
{
    Task<int> MinutesAsync(string from, string to);
}

/// <summary>Everything asynchronous is around the operator: this class is used by the source.</summary>
public sealed class JobEnricher(HttpClient client, IRouting routing)
{
    public async Task<Job> EnrichAsync(Job job)
    {
        var text = await client.GetStringAsync(job.Address).ConfigureAwait(false);
        return job with { Minutes = text.Length + await routing.MinutesAsync(job.Courier, job.Address) };
    }

    public Job Enrich(Job job) => EnrichAsync(job).GetAwaiter().GetResult();
}

public sealed class Outbox
{
    private readonly Channel<Eta> _channel = Channel.CreateBounded<Eta>(100);

    public bool TryPost(Eta eta) => _channel.Writer.TryWrite(eta);

    public async Task SendAsync(HttpClient client, CancellationToken cancellation)
    {
        await foreach (var eta in _channel.Reader.ReadAllAsync(cancellation))
            await client.GetStringAsync($"/eta/{eta.Courier}/{eta.Minutes}", cancellation);
    }
}

/// <summary>Posts to a channel and takes what is there, without waiting for anything.</summary>
[Operator("couriers-eta")]
public sealed partial class Etas(Outbox outbox, CancellationToken stopping) : KeyedOperator<string, Job, Eta>
{
    [State] private partial int Minutes { get; set; }
    [State] private partial int Dropped { get; set; }

    protected override void OnEvent(Job job, OperatorContext<Eta> context)
    {
        if (stopping.IsCancellationRequested)
            throw new OperationCanceledException(stopping);

        Minutes += job.Minutes;
        var eta = new Eta(Key, Minutes);
        if (!outbox.TryPost(eta))
            Dropped++;
        context.Emit(eta);
    }

    protected override void OnTimer(FiredTimer timer, OperatorContext<Eta> context)
    {
        var done = new ConcurrentQueue<int>();
        for (var i = 0; i < Minutes; i += 60)
            done.Enqueue(i);
        while (done.TryDequeue(out var minutes))
            context.Emit(new Eta(Key, minutes));

        // Awaited values only: the task was already complete when the source made it.
        var ready = Task.FromResult(Minutes);
        _ = ReportAsync(ready, Key);
        lock (outbox)
            Minutes = 0;
    }

    private static async Task ReportAsync(Task<int> minutes, string key)
    {
        var value = await minutes.ConfigureAwait(false);
        var again = minutes.Result;
        Console.WriteLine($"{key}: {value + again}");
    }
}
