using System.Diagnostics.CodeAnalysis;
using System.Threading;

namespace Corpus.IndustryCorrect.LoginRisk;

public sealed record LoginAttempt(string AttemptId, string User, IReadOnlyList<string> Addresses, bool Succeeded);

public sealed record Finding(string Ticket, string User, double Score);

public struct Counter
{
    public int Hits;

    public double Sum;

    public void Add(double value)
    {
        Hits++;
        Sum += value;
    }
}

public interface IReputationFeed
{
    double Lookup(string address);
}

public sealed class Quarantine
{
    public event EventHandler<string>? Released;

    public void Release(string user) => Released?.Invoke(this, user);
}

[Operator("industrycorrect.loginrisk")]
public sealed partial class LoginRisk(IReputationFeed feed, Quarantine quarantine) : KeyedOperator<string, LoginAttempt, List<Finding>>
{
    private static readonly string[] s_trusted = ["10.", "192.168."];
    private static readonly IReadOnlyList<Finding> s_none = [];

    [State] private partial double Score { get; set; }

    [State] private partial int Attempts { get; set; }

    [State(Copy = true)] private partial List<Finding>? Batch { get; set; }

    [State, Ttl(Hours = 6)] private partial MapState<string, double> Weights { get; }

    public static (Func<double, bool> IsHigh, string Name) Gauge(string prefix) => (score => score > 10, $"{prefix}.score");

    protected override void OnEvent(LoginAttempt value, OperatorContext<List<Finding>> context)
    {
        Attempts++;
        if (value.Succeeded)
        {
            Score *= 0.5;
            return;
        }

        var counter = default(Counter);
        var addresses = value.Addresses.Where(address => !Array.Exists(s_trusted, address.StartsWith)).ToArray();
        switch (addresses)
        {
            case []:
                return;
            case [var single]:
                counter.Add(feed.Lookup(single));
                break;
            case { Length: > 50 }:
                var results = new double[addresses.Length];
                Parallel.For(0, addresses.Length, i => results[i] = feed.Lookup(addresses[i]));
                for (var i = 0; i < results.Length; i++)
                    Weights[addresses[i]] = results[i];
                counter.Add(results.Sum());
                break;
            default:
                var known = Weights.ToDictionary(entry => entry.Key, entry => entry.Value, StringComparer.Ordinal);
                counter.Add(addresses.AsParallel().AsOrdered().Select(address => known.GetValueOrDefault(address)).ToArray().Sum());
                break;
        }

        Score += counter.Sum / counter.Hits;
        if (Score > 10 && TryReport(value, out var full))
            context.Emit(full);
        if (Score > 100)
            Warm(value.User, Score);
    }

    private bool TryReport(LoginAttempt value, [NotNullWhen(true)] out List<Finding>? full)
    {
        var batch = Batch ?? [.. s_none];
        batch.Add(new Finding($"{Key}-{value.AttemptId}", value.User, Score));
        if (batch.Count < 50)
        {
            Batch = batch;
            full = null;
            return false;
        }
        Batch = null;
        full = batch;
        return true;
    }

    private void Warm(string user, double score)
    {
        var hits = 0;
        Parallel.Invoke(
            () => Interlocked.Add(ref hits, user.Length),
            () => Interlocked.Increment(ref hits));
        Attempts += hits;

        var worker = new Thread(() => quarantine.Release($"{user}:{score:0.0}")) { IsBackground = true };
        worker.Start();
        _ = Task.Run(() => Console.WriteLine($"{user}: {score}"));
        quarantine.Released += OnReleased;

        void OnReleased(object? sender, string released) => Console.WriteLine($"{released} was {score} for {user}");
    }
}
