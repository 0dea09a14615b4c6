using System.Diagnostics;

namespace Corpus.SourcesCorrect.CardVelocity;

public sealed record Authorization(Guid Id, string Merchant, decimal Amount, DateTimeOffset At);

public sealed record VelocityAlert(string Card, int Count, decimal Sum, DateTimeOffset RaisedAt);

public readonly record struct WindowTotals(DateTimeOffset From, int Count, decimal Sum);

[Operator("sourcescorrect.cardvelocity")]
public sealed partial class CardVelocity : KeyedOperator<string, Authorization, VelocityAlert>, IDisposable
{
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(15);
    private static readonly DateTimeOffset Launch = DateTimeOffset.Parse("2024-01-01T00:00:00Z", System.Globalization.CultureInfo.InvariantCulture);

    private readonly Action<string> _log;
    private readonly DateTime _createdAt;
    private readonly Stopwatch _lifetime = Stopwatch.StartNew();

    public CardVelocity(Action<string> log)
    {
        _log = log;
        _createdAt = DateTime.UtcNow;
        log($"created on {Environment.MachineName} at {_createdAt:O} by {Environment.ProcessId}");
    }

    [State] private partial WindowTotals? Totals { get; set; }
    [State] private partial DateTimeOffset? AlertedAt { get; set; }

    public void Dispose() => _log($"{Describe()} after {_lifetime.Elapsed}, at {DateTime.Now:t}");

    protected override void OnEvent(Authorization authorization, OperatorContext<VelocityAlert> context)
    {
        if (authorization.At < Launch)
            return;
        var now = context.Timestamp;
        var totals = Totals is { } open && now - open.From <= Window
            ? open with { Count = open.Count + 1, Sum = open.Sum + authorization.Amount }
            : new WindowTotals(now, 1, authorization.Amount);
        Totals = totals;
        if (totals.Count <= 5 || AlertedAt is { } at && now - at < TimeSpan.FromHours(1))
            return;
        AlertedAt = now;
        context.Emit(new VelocityAlert(Key, totals.Count, totals.Sum, new DateTime(now.Ticks, DateTimeKind.Utc)));
    }

    private string Describe() => $"operator of {_createdAt:O}, thread {Environment.CurrentManagedThreadId}";
}
