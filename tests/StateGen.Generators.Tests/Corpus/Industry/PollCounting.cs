using System.Collections.Concurrent;
using System.Threading;

namespace Corpus.Industry.PollCounting;

public sealed record Ballot(string Station, string Party, int Votes, bool Recount);

public sealed class Tally
{
    public Dictionary<string, int> Votes { get; set; } = [];
}

public interface IObserverDesk
{
    BlockingCollection<string> Objections { get; }

    Task<bool> ApproveAsync(string district);
}

[Operator("industry.pollcounting")]
internal sealed partial class PollCounting : KeyedOperator<string, Ballot, Tally>, IDisposable
{
    private readonly IObserverDesk _desk;
    private readonly Tally _shared = new();
    private DateTimeOffset _newest; // expect: SG2001
    private Timer? _refresh;

    public PollCounting(IObserverDesk desk) => _desk = desk;

    [State] private partial int Total { get; set; }

    [State] private partial bool Approved { get; set; }

    [State] private partial string? Leader { get; set; }

    [State(Copy = true)] private partial Dictionary<string, int>? Votes { get; set; }

    public int Stations { get; private set; } // expect: SG2001

    public void Dispose()
    {
        if (Leader is { } leader) // expect: SG2002
            Console.WriteLine(leader);
        _refresh?.Dispose();
    }

    protected override void OnEvent(Ballot value, OperatorContext<Tally> context)
    {
        if (context.Timestamp > _newest)
            _newest = context.Timestamp;
        context.Timers.RegisterEventTime(context.Timestamp.AddMinutes(30)); // expect: SG2013

        var votes = Votes ?? [];
        ref var count = ref System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(votes, value.Party, out var known);
        count = value.Recount ? value.Votes : count + value.Votes;
        Votes = votes;
        if (!known)
            Stations++;

        try
        {
            Total = votes.Values.Sum();
            Leader = votes.MaxBy(pair => pair.Value).Key;
        }
        catch (Exception error) when (Report(error)) // expect: SG2015
        {
            Leader = null;
        }

        if (Total > 1_000_000 && !Approved)
            Review(value, context);
    }

    protected override void OnTimer(FiredTimer timer, OperatorContext<Tally> context)
    {
        var result = new Tally { Votes = new Dictionary<string, int>(Votes ?? []) };
        context.Emit(result); // expect: SG2014
        if (result.Votes.Remove("invalid", out var invalid) && invalid > Total / 100)
            ScheduleRefresh();
    }

    private static bool Report(Exception error)
    {
        Console.Error.WriteLine(error.Message);
        return true;
    }

    private void Review(Ballot value, OperatorContext<Tally> context)
    {
        var objection = _desk.Objections.Take(); // expect: SG2011
        if (objection.Length > 0 && !_desk.ApproveAsync(Key).Result) // expect: SG2011
            return;

        var jitter = new Random().Next(60); // expect: SG2010
        Approved = true;
        if (value.Station.Length > 0)
            context.Timers.RegisterEventTime(context.Timestamp.AddMinutes(jitter));
    }

    private void ScheduleRefresh()
    {
        var period = TimeSpan.FromMinutes(1);
        using var refresh = new Timer(Refresh, state: null, period, period); // expect: SG2005
    }

    private void Refresh(object? state) => Total = _shared.Votes.Count;
}
