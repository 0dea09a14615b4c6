using System.Collections.Concurrent;
using System.Globalization;
using System.Threading;

namespace Corpus.IndustryCorrect.PollReport;

public sealed record Ballot(string Station, string Party, int Votes, bool Recount);

public sealed class Tally
{
    public Dictionary<string, int> Votes { get; set; } = [];
}

public interface IObserverDesk
{
    BlockingCollection<string> Objections { get; }

    Task<bool>? Approval { get; }
}

[Operator("industrycorrect.pollreport")]
internal sealed partial class PollReport : KeyedOperator<string, Ballot, Tally>, IDisposable
{
    private readonly IObserverDesk _desk;
    private readonly Lazy<CultureInfo> _culture = new(() => CultureInfo.GetCultureInfo("de-DE"));
    private readonly CancellationTokenSource _stopping = new();
    private readonly int _threshold;

    public PollReport(IObserverDesk desk, int threshold)
    {
        _desk = desk;
        _threshold = threshold;
        _threshold += threshold % 2;
    }

    [State] private partial int Total { get; set; }

    [State] private partial bool Approved { get; set; }

    [State] private partial string? Leader { get; set; }

    [State] private partial DateTimeOffset? Newest { get; set; }

    [State(Copy = true)] private partial Dictionary<string, int>? Votes { get; set; }

    public void Dispose()
    {
        _stopping.Cancel();
        _stopping.Dispose();
    }

    protected override void OnEvent(Ballot value, OperatorContext<Tally> context)
    {
        if (Newest is not { } newest || context.Timestamp > newest)
            Newest = context.Timestamp;
        context.Timers.RegisterEventTime(NextHour(context.Timestamp));

        var votes = Votes ?? [];
        votes[value.Party] = value.Recount ? value.Votes : votes.GetValueOrDefault(value.Party) + value.Votes;
        Votes = votes;

        try
        {
            Total = votes.Values.Aggregate(0, static (sum, count) => checked(sum + count));
            Leader = votes.OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key, StringComparer.Ordinal).First().Key;
        }
        catch (Exception error) when (error is OverflowException or FormatException)
        {
            Leader = null;
        }

        if (Total > _threshold && !Approved)
            Review();
    }

    protected override void OnTimer(FiredTimer timer, OperatorContext<Tally> context)
    {
        var result = new Tally { Votes = new Dictionary<string, int>(Votes ?? []) };
        result.Votes.Remove("invalid");
        if (Leader is { } leader)
            result.Votes[string.Create(_culture.Value, $"{leader} leads")] = Total;
        context.Emit(result);
        result = new Tally();
        result.Votes["hour"] = timer.Timestamp.Hour;
        context.Emit(result);
    }

    private static DateTimeOffset NextHour(DateTimeOffset time)
    {
        var utc = time.ToUniversalTime();
        return new DateTimeOffset(utc.Year, utc.Month, utc.Day, utc.Hour, 0, 0, TimeSpan.Zero).AddHours(1);
    }

    private void Review()
    {
        if (_stopping.IsCancellationRequested || !_desk.Objections.TryTake(out var objection) || objection.Length > 0)
            return;
        var approval = _desk.Approval;
        if (approval is { IsCompletedSuccessfully: true })
            Approved = approval.Result;
    }
}
