using System;
using System.Collections.Generic;
using System.Linq;
using StateGen;

namespace Corpus.Third.Library;

public sealed record Loan(string Book, string Reader, int Days);

public sealed record Shelf(string Branch, IEnumerable<string> Books);

public sealed record Overview(string Branch, IEnumerable<KeyValuePair<string, int>> Days, int Total);

public sealed class Screens
{
    public IEnumerable<string>? Titles { get; set; }

    public List<object> Sources { get; } = [];

    public TimerService? Timers { get; set; }
}

[Operator("library-shelves")]
public sealed partial class Shelves(Screens screens) : KeyedOperator<string, Loan, Shelf>
{
    [State, Ttl(Days = 30)] private partial MapState<string, int> DaysByBook { get; }
    [State, Ttl(Days = 30)] private partial ListState<string> Readers { get; }

    protected override void OnEvent(Loan loan, OperatorContext<Shelf> context)
    {
        DaysByBook[loan.Book] = loan.Days;
        Readers.Add(loan.Reader);

        context.Emit(new Shelf(Key, DaysByBook.Keys)); // expect: SG2008
        context.Emit(new Shelf(Key, Readers.Distinct().OrderBy(reader => reader, StringComparer.Ordinal))); // expect: SG2008
        context.Emit(new Shelf(Key, [.. DaysByBook.Keys]));

        screens.Titles = DaysByBook.Keys.Where(book => book.Length > 0); // expect: SG2008
        screens.Sources.Add(Readers); // expect: SG2008
        screens.Timers = context.Timers; // expect: SG2008
    }

    public IEnumerable<string> Late() =>
        from entry in DaysByBook // expect: SG2008
        where entry.Value > 30
        select entry.Key;

    internal MapState<string, int> Raw() => DaysByBook; // expect: SG2008

    public string[] LateNow() => DaysByBook.Where(entry => entry.Value > 30).Select(entry => entry.Key).ToArray();
}

[Operator("library-overview")]
public sealed partial class Overviews : KeyedOperator<string, Loan, Overview>
{
    private MapState<string, int>? _open;
    private OperatorContext<Overview>? _context;
    private readonly Dictionary<string, int> _names = new() { ["fiction"] = 1 };

    [State, Ttl(Days = 30)] private partial MapState<string, int> Days { get; }
    [State, Ttl(Days = 30)] private partial ListState<Loan> Loans { get; }

    protected override void OnEvent(Loan loan, OperatorContext<Overview> context)
    {
        _context = context; // expect: SG2008
        Days[loan.Book] = _names.GetValueOrDefault(loan.Book, loan.Days);
        if (loan.Days > 7)
            _open = Days; // expect: SG2008

        var total = 0;
        foreach (var entry in Days)
            total += entry.Value;
        Report(total, context);
    }

    private void Report(int total, OperatorContext<Overview> output)
    {
        if (total > 0 || (_context ?? output).Timestamp > DateTimeOffset.UnixEpoch)
            output.Emit(new Overview(Key, Days, total)); // expect: SG2008
    }
}

[Operator("library-recent")]
public sealed partial class RecentLoans : KeyedOperator<string, Loan, (string Branch, IEnumerable<Loan> Loans)>
{
    [State, Ttl(Days = 30)] private partial ListState<Loan> Loans { get; }

    protected override void OnEvent(Loan loan, OperatorContext<(string Branch, IEnumerable<Loan> Loans)> context)
    {
        Loans.Add(loan);
        var recent = loan.Days > 3 ? Loans.TakeLast(3) : Loans.Take(10);
        context.Emit((Key, recent)); // expect: SG2008
        context.Emit((Key, recent.ToList()));
        context.Emit((Key, Longest(2))); // expect: SG2008
    }

    protected override void OnTimer(FiredTimer timer, OperatorContext<(string Branch, IEnumerable<Loan> Loans)> context)
    {
        IEnumerable<Loan> loans = Loans;
        if (loans.Any())
            context.Emit((Key, loans)); // expect: SG2008
    }

    private IEnumerable<Loan> Longest(int count)
    {
        foreach (var loan in Loans)
        {
            if (loan.Days > 20 && count-- > 0)
                yield return loan;
        }
    }
}
