namespace Corpus.MutationCorrect.Vaults;

public sealed record Access(string Badge, bool Granted);

public sealed class Log
{
    public List<string> Badges { get; set; } = [];

    public int Denied { get; set; }
}

public sealed class Report
{
    public Log? Log { get; set; }

    public List<List<string>> Pages { get; set; } = [];

    public DateTimeOffset At { get; set; }
}

[Operator("mutationcorrect.vaults")]
internal sealed partial class Vaults : KeyedOperator<string, Access, int>
{
    [State(Copy = true)] private partial Log? Today { get; set; }

    [State(Copy = true)] private partial Report? Last { get; set; }

    [State(Copy = true)] private partial List<string>? Page { get; set; }

    [State(Copy = true)] private partial (List<string> Granted, List<string> Denied)? Split { get; set; }

    protected override void OnEvent(Access value, OperatorContext<int> context)
    {
        var log = Today ?? new Log();
        log.Badges.Add(value.Badge);
        if (!value.Granted)
            log.Denied++;
        Last = new Report { Log = log, At = context.Timestamp, Pages = Last?.Pages ?? [] };
        Save();
        context.Emit(log.Denied);

        var page = Page ?? [];
        page.Add(value.Badge);
        if (page.Count < 40)
        {
            Page = page;
            return;
        }

        var report = Last;
        report.Pages.Add(page);
        Last = report;
        Page = null;

        var (granted, denied) = Split ?? ([], []);
        (value.Granted ? granted : denied).Add(value.Badge);
        Split = (granted, denied);

        void Save() => Today = log;
    }
}
