namespace Corpus.Declarations.Sessions;

public sealed record Click(string Page, string Referrer, DateTimeOffset At);

public sealed record Session(string User, long Pages, string Entry);

[Operator("declarations.sessions")]
public sealed partial class Sessions : KeyedOperator<string, Click, Session>
{
    private const int Unlimited = -1;

    [State, Ttl(Minutes = Unlimited)] private partial long Pages { get; set; } // expect: SG1011
    [State, Ttl(Hours = 1, Minutes = -60)] private partial string? Entry { get; set; } // expect: SG1011
    [State] private partial MapState<string, long> Visits { get; } // expect: SG3003
    [State, Ttl(Hours = 12)] private partial MapState<string, long> Referrers { get; }
    [State] private partial ListState<Click> Trail { get; } // expect: SG3003
    [Ttl(Minutes = 30)] private int Limit { get; } = 200; // expect: SG1011

    protected override void OnEvent(Click click, OperatorContext<Session> context)
    {
        Entry ??= click.Page;
        Pages++;
        Count(click.Page);
        Referrers[click.Referrer] = click.At.ToUnixTimeSeconds();
        var trail = Trail;
        trail.Add(click);
        if (Pages >= Limit)
            context.Emit(new Session(Key, Pages, Entry));
    }

    private void Count(string page)
    {
        var before = Visits.TryGetValue(page, out var visits) ? visits : 0;
        Visits[page] = before + 1;
    }
}

[Operator("declarations.sessions.uniques")]
public sealed partial class UniqueVisitors : KeyedOperator<DateOnly, Click, long>
{
    [State] private partial long Unique { get; set; }
    [State(Copy = true)] private partial MapState<string, List<DateTimeOffset>> Times { get; } // expect: SG3003
    [State] private partial ListState<string> Pages { get; } // expect: SG3003

    protected override void OnEvent(Click click, OperatorContext<long> context)
    {
        if (!Times.TryGetValue(click.Referrer, out var times))
        {
            times = [];
            Unique++;
        }

        if (times.Count < 10)
            times.Add(click.At);
        Times[click.Referrer] = times;
        Pages.AddRange(click.Page.Split('/', StringSplitOptions.RemoveEmptyEntries));
        context.Emit(Unique);
    }
}
