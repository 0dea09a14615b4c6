using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using StateGen;

namespace Corpus.Third.Ports;

public sealed record Container(string Id, string Ship, int Weight, string Content);

public sealed record Manifest(string Ship, IEnumerable<string> Ids, int Weight);

public sealed class Directory
{
    private readonly Dictionary<string, string> _countries = new(StringComparer.Ordinal);

    public async Task RefreshAsync(CancellationToken cancellation)
    {
        await Task.Delay(TimeSpan.FromSeconds(1), cancellation).ConfigureAwait(false);
        _countries["DE"] = "Germany";
    }

    public string? Find(string code) => _countries.GetValueOrDefault(code);
}

/// <summary>Starts its background work when it is constructed; the work knows nothing of the operator.</summary>
[Operator("ports-manifests")]
public sealed partial class Manifests : KeyedOperator<string, Container, Manifest>, IAsyncDisposable
{
    private readonly Directory _directory = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _refreshing;

    [State, Ttl(Days = 10)] private partial MapState<string, int> Weights { get; }
    [State] private partial int Total { get; set; }

    public Manifests(TimeSpan period)
    {
        var directory = _directory;
        var token = _stopping.Token;
        _refreshing = Task.Run(async () =>
        {
            while (!token.IsCancellationRequested)
            {
                await directory.RefreshAsync(token);
                await Task.Delay(period, token);
            }
        });
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _refreshing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stopping.Dispose();
    }

    protected override void OnEvent(Container container, OperatorContext<Manifest> context)
    {
        Weights[container.Id] = container.Weight;
        Total += container.Weight;
        if (_directory.Find(container.Content) is { } country)
            context.Emit(new Manifest(country, [container.Id], container.Weight));
    }

    protected override void OnTimer(FiredTimer timer, OperatorContext<Manifest> context)
    {
        var ids = Weights.Where(entry => entry.Value > 0).Select(entry => entry.Key);
        context.Emit(new Manifest(Key, ids.ToList(), Total));

        var copy = Weights.ToDictionary(entry => entry.Key, entry => entry.Value, StringComparer.Ordinal);
        context.Emit(new Manifest(Key, copy.Keys.Where(id => id.Length > 4), copy.Values.Sum()));
        ClearState();
    }

    private IEnumerable<string> Heavy() => Weights.Where(entry => entry.Value > 10_000).Select(entry => entry.Key);

    internal int CountHeavy() => Heavy().Count();

    internal IReadOnlyList<string> HeavyIds()
    {
        var heavy = Heavy();
        return [.. heavy];
    }
}

/// <summary>A handle in a local variable, passed to helpers that only read it.</summary>
[Operator("ports-ships")]
public sealed partial class Ships : KeyedOperator<string, Container, int>
{
    [State, Ttl(Days = 10)] private partial ListState<Container> Containers { get; }
    [State, Ttl(Days = 10)] private partial MapState<string, Container> Dangerous { get; }

    protected override void OnEvent(Container container, OperatorContext<int> context)
    {
        var list = container.Content.StartsWith('!') ? null : Containers;
        list?.Add(container);
        if (list is null)
            Put(Dangerous, container);
        context.Emit(Weigh(Containers) + Weigh(Dangerous.Values));
        Register(context.Timers, context.Timestamp);
    }

    private static void Put(MapState<string, Container> map, Container container) => map[container.Id] = container;

    private static int Weigh(IEnumerable<Container> containers)
    {
        var sum = 0;
        foreach (var container in containers)
            sum += container.Weight;
        return sum;
    }

    private static void Register(TimerService timers, DateTimeOffset time)
    {
        var day = new DateTimeOffset(time.UtcDateTime.Date, TimeSpan.Zero);
        timers.RegisterEventTime(day.AddDays(1));
    }
}
