using System.Threading;

namespace Corpus.Industry.ThreatScoring;

public sealed record LoginAttempt(string User, IReadOnlyList<string> Addresses, string Agent, bool Succeeded);

public sealed record Finding(string Ticket, string User, double Score);

public interface IReputationFeed
{
    double Lookup(string address);

    Task RefreshAsync();
}

public sealed class Quarantine
{
    public event EventHandler<string>? Released;

    public List<Func<string, bool>> Predicates { get; } = [];

    public void Release(string user) => Released?.Invoke(this, user);
}

[Operator("industry.threatscoring")]
public sealed partial class ThreatScoring(IReputationFeed feed, Quarantine quarantine) : KeyedOperator<string, LoginAttempt, List<Finding>>
{
    private static int s_failures; // expect: SG2001
    private readonly CountdownEvent _workers = new(2);
    private readonly List<Finding> _batch = []; // expect: SG2001

    [State] private partial double Score { get; set; }

    [State] private partial int Attempts { get; set; }

    [State] private partial long LastSeen { get; set; }

    [State, Ttl(Hours = 6)] private partial MapState<string, double> Weights { get; }

    public (Func<double> Current, string Name) Gauge(string prefix) => (() => Score, $"{prefix}.score"); // expect: SG2006

    protected override void OnEvent(LoginAttempt value, OperatorContext<List<Finding>> context)
    {
        Attempts++;
        LastSeen = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds(); // expect: SG2010

        if (value.Succeeded)
        {
            Score *= 0.5;
            return;
        }

        Interlocked.Increment(ref s_failures);
        switch (value.Addresses)
        {
            case []:
                return;
            case [var single]:
                Score += feed.Lookup(single);
                break;
            case { Count: > 50 }:
                Parallel.ForEach(value.Addresses, address => Weights[address] = feed.Lookup(address)); // expect: SG2005
                Score += Weights.Values.Sum();
                break;
            default:
                Score += value.Addresses
                    .AsParallel()
                    .Where(address => address.Length > 0)
                    .Sum(address => Weights.GetValueOrDefault(address)); // expect: SG2005
                break;
        }

        if (Score > 10)
            Report(value, context);
        if (Score > 100)
            Lock(value.User);
        if (Attempts % 1000 == 0)
            Rebalance();
    }

    private void Report(LoginAttempt value, OperatorContext<List<Finding>> context)
    {
        var ticket = Guid.NewGuid().ToString("N")[..8]; // expect: SG2010
        _batch.Add(new Finding(ticket, value.User, Score));
        if (_batch.Count >= 50)
            context.Emit(_batch); // expect: SG2014
    }

    private void Lock(string user)
    {
        quarantine.Released += OnReleased; // expect: SG2006
        quarantine.Predicates.Add(candidate => candidate == user && Score < 50); // expect: SG2006

        void OnReleased(object? sender, string released)
        {
            if (released == user)
                Score = 0;
        }
    }

    private void Rebalance()
    {
        _workers.Reset();
        var decay = new Thread(Decay) { IsBackground = true }; // expect: SG2005
        decay.Start();
        Task.Factory.StartNew(() =>
        {
            var total = 0.0;
            for (var i = 0; i < 100; i++)
                total += i;
            Score = Math.Min(Score, total); // expect: SG2005
            _workers.Signal();
        }, CancellationToken.None, TaskCreationOptions.None, TaskScheduler.Default);
        _workers.Wait(); // expect: SG2011
        decay.Join(); // expect: SG2011
        _ = RefreshAsync();
    }

    private void Decay()
    {
        Score = Score > 1 ? Math.Log(Score) : Score;
        _workers.Signal();
    }

    private async Task RefreshAsync()
    {
        try
        {
            await feed.RefreshAsync();
        }
        finally
        {
            Attempts = 0; // expect: SG2004
        }
    }
}
