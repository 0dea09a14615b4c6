using System.Collections.Immutable;
using System.Threading;

namespace Corpus.Threads.CampaignEngine;

public enum Channel
{
    Mail,
    Push,
    Phone,
}

public abstract record Signal(DateTimeOffset At);

public sealed record Opened(DateTimeOffset At, string Mail) : Signal(At);

public sealed record Bought(DateTimeOffset At, decimal Amount, ImmutableArray<string> Products) : Signal(At);

public sealed record Unsubscribed(DateTimeOffset At, Channel Channel, CancellationToken Withdrawn) : Signal(At);

public sealed record Suggestion(string Customer, string Product, Action? Accepted = null);

public interface IMailer
{
    event EventHandler<string>? Bounced;

    Task<bool> SendAsync(string customer, string subject);

    IAsyncEnumerable<string> TemplatesAsync();
}

public interface IJournal
{
    void Write(string text, Exception? exception = null);
}

public sealed record Segment(string Name, Func<decimal, bool> Contains);

[Operator("threads.campaign-engine")]
public sealed partial class CampaignEngine : KeyedOperator<string, Signal, Suggestion>, IDisposable
{
    private const int Quota = 3;

    private readonly IMailer _mailer;
    private readonly IJournal _journal;
    private readonly Timer _refill;
    private readonly Segment[] _segments;
    private readonly List<Segment> _dynamic = []; // expect: SG2001

    public CampaignEngine(IMailer mailer, IJournal journal)
    {
        _mailer = mailer;
        _journal = journal;
        _segments = [new Segment("big", amount => amount > 500), new Segment("growing", amount => amount > Spent / 2)];

        void Refill(object? state) => Sent = 0;
        _refill = new Timer(Refill); // expect: SG2005
        _refill.Change(TimeSpan.FromHours(1), TimeSpan.FromHours(1));

        bool Ready() => Sent < Quota;
        if (!Ready()) // expect: SG2002
            journal.Write("not ready");
    }

    [State] private partial decimal Spent { get; set; }

    [State] private partial int Sent { get; set; }

    [State] private partial string? LastMail { get; set; }

    [State] private partial bool Asleep { get; set; }

    [State, Ttl(Days = 90)] private partial MapState<string, int> Interests { get; }

    [State] private partial ListState<Channel> Refused { get; }

    protected override void OnEvent(Signal signal, OperatorContext<Suggestion> context)
    {
        switch (signal)
        {
            case Opened { Mail: var mail }:
                Follow(mail);
                break;
            case Bought bought when bought.Products.Length > 0:
                Learn(bought);
                Suggest(bought, context);
                break;
            case Unsubscribed gone:
                Refuse(gone, context);
                break;
            default:
                _journal.Write($"{signal.GetType().Name} was ignored");
                break;
        }
    }

    protected override void OnTimer(FiredTimer timer, OperatorContext<Suggestion> context)
    {
        Asleep = false;
        Fade();
        var names = _segments.Concat(_dynamic).Where(segment => segment.Contains(Spent)).Select(segment => segment.Name);
        foreach (var name in names)
            context.Emit(new Suggestion(Key, name));
        _ = WinBackAsync(timer.Timestamp);
    }

    public void Dispose()
    {
        _refill.Dispose();
        try
        {
            _journal.Write("closed");
        }
        catch (Exception e)
        {
            Console.Error.WriteLine(e);
        }
    }

    private void Follow(string mail)
    {
        if (LastMail == mail || Asleep)
            return;
        LastMail = mail;
        var customer = Key;
        _mailer.SendAsync(customer, mail).ContinueWith(sent =>
        {
            if (sent.IsCompletedSuccessfully && sent.Result)
                CountSent(1); // expect: SG2005
            else
                _journal.Write($"{customer} was not reached", sent.Exception);
        });
    }

    private void Learn(Bought bought)
    {
        Spent += bought.Amount;
        foreach (var product in bought.Products)
            Interests[product] = Interests.GetValueOrDefault(product) + 1;

        var limit = Spent * 2;
        _dynamic.Add(new Segment("double", amount => amount > limit));
        var rising = new Segment("rising", amount => amount > Spent); // expect: SG2006
        _dynamic.Add(rising);
    }

    private void Suggest(Bought bought, OperatorContext<Suggestion> context)
    {
        try
        {
            var favourite = Interests.MaxBy(interest => interest.Value).Key;
            context.Emit(new Suggestion(Key, favourite, Accepted: () => Interests.Remove(favourite))); // expect: SG2006
            Sent = checked(Sent + bought.Products.Length);
        }
        catch (Exception e) // expect: SG2015
        {
            _journal.Write("no suggestion", e);
        }

        var weights = bought.Products
            .AsParallel()
            .AsOrdered()
            .Select(Weigh) // expect: SG2005
            .ToList();
        if (weights.Sum() > 10)
            Asleep = true;
    }

    private void Refuse(Unsubscribed gone, OperatorContext<Suggestion> context)
    {
        Refused.Add(gone.Channel);
        gone.Withdrawn.Register(state => Refused.Clear(), null); // expect: SG2005
        _mailer.Bounced += (_, mail) =>
        {
            if (mail.Length > 0)
                LastMail = null; // expect: SG2006
        };

        var all = Refused.Distinct().Count() == Enum.GetValues<Channel>().Length;
        if (!all)
            return;
        foreach (var channel in Refused) // expect: SG2009
        {
            if (channel == Channel.Phone)
                Forget();
            else
                context.Emit(new Suggestion(Key, "newsletter"));
        }
    }

    private void Fade()
    {
        var interests = Interests;
        var weak = interests.Where(interest => interest.Value < 2).Select(interest => interest.Key);
        foreach (var product in weak) // expect: SG2009
            interests.Remove(product);

        foreach (var product in Interests.Keys.ToList())
            Interests[product] /= 2;
    }

    private async Task WinBackAsync(DateTimeOffset at)
    {
        var customer = Key;
        if (Sent >= Quota)
        {
            await _mailer.SendAsync(customer, "We miss you");
            return;
        }

        CountSent(1);
        await foreach (var template in _mailer.TemplatesAsync())
        {
            if (Interests.ContainsKey(template)) // expect: SG2004
                _journal.Write($"{customer} at {at:u}: {template}");
        }
    }

    private int Weigh(string product) => Interests.GetValueOrDefault(product) * product.Length;

    private void CountSent(int count) => Sent += count;

    private void Forget() => ClearState();
}
