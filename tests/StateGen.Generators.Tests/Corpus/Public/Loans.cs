using System.Threading;

namespace Corpus.Public.Loans;

// Everything that happens on the card of one reader of the city library.
public abstract record CardEvent(string Isbn)
{
    public sealed record Borrowed(string Isbn, DateTimeOffset Due) : CardEvent(Isbn);

    public sealed record Returned(string Isbn, bool Damaged) : CardEvent(Isbn);

    public sealed record Reserved(string Isbn, int Branch) : CardEvent(Isbn);

    public sealed record Fined(string Isbn, decimal Amount) : CardEvent(Isbn);
}

public sealed record Letter(string Card, IEnumerable<string> Lines);

public class Loan
{
    public string Isbn { get; set; } = "";
    public DateTimeOffset Due { get; set; }
    public int Reminders { get; set; }
    public bool Lost { get; set; }
}

public abstract class LibraryOperator<TEvent> : KeyedOperator<string, TEvent, Letter>
{
    protected static string Describe(string isbn, DateTimeOffset due) => $"{isbn} until {due:d}";

    protected static decimal Round(decimal amount) => Math.Round(amount, 2, MidpointRounding.AwayFromZero);
}

[Operator("public.loans")]
public sealed partial class LoanCard : LibraryOperator<CardEvent>
{
    private readonly List<Action> _atClosingTime = new(); // expect: SG2001

    [State(Copy = true)] private partial List<Loan>? Open { get; set; }

    [State(Copy = true)] private partial List<Loan>? Closed { get; set; }

    [State(Copy = true)] private partial Dictionary<int, int>? PerBranch { get; set; }

    [State] private partial decimal Fines { get; set; }

    [State, Ttl(Days = 365)] private partial ListState<string> History { get; }

    [State, Ttl(Days = 60)] private partial MapState<string, int> Reservations { get; }

    ~LoanCard() => ClearState(); // expect: SG2002

    protected override void OnEvent(CardEvent e, OperatorContext<Letter> context)
    {
        switch (e)
        {
            case CardEvent.Borrowed borrowed:
                Borrow(borrowed);
                break;
            case CardEvent.Returned returned:
                Return(returned, context);
                break;
            case CardEvent.Reserved reserved:
                Reserve(reserved);
                break;
            case CardEvent.Fined fined:
                Fine(fined, context);
                break;
        }

        context.Timers.RegisterEventTime(context.Timestamp + TimeSpan.FromDays(28)); // expect: SG2013
    }

    protected override void OnTimer(FiredTimer timer, OperatorContext<Letter> context)
    {
        var overdue = Open?.Where(loan => loan.Due < timer.Timestamp) ?? [];
        var lines = new List<string>();
        foreach (var loan in overdue)
        {
            lines.Add(Describe(loan.Isbn, loan.Due));
            loan.Lost = loan.Reminders >= 3;
            loan.Reminders++; // expect: SG2007
        }

        if (lines.Count > 0)
        {
            var letter = new Letter(Key, lines);
            context.Emit(letter);
        }
    }

    private void Borrow(CardEvent.Borrowed e)
    {
        Open = [.. Open ?? [], new Loan { Isbn = e.Isbn, Due = e.Due }];

        var history = History.ToList();
        history.Add("borrowed " + e.Isbn);
        History.Update(history); // expect: SG2012

        _atClosingTime.Add(() => Console.WriteLine(Open.Count)); // expect: SG2006
    }

    private void Return(CardEvent.Returned e, OperatorContext<Letter> context)
    {
        var (open, closed) = (Open ?? [], Closed ?? []);
        var loan = open.Find(candidate => candidate.Isbn == e.Isbn);
        if (loan is null)
            return;

        closed.Add(loan);
        Closed = closed;
        open.Remove(loan); // expect: SG2007

        if (e.Damaged)
            Fines += 5m;
        if (closed.Count % 100 == 0)
            context.Emit(new Letter(Key, History.Take(100))); // expect: SG2008
    }

    private void Reserve(CardEvent.Reserved e)
    {
        Reservations[e.Isbn] = e.Branch;
        if (PerBranch is null)
            PerBranch = new Dictionary<int, int> { [e.Branch] = 1 };
        else if (!PerBranch.ContainsKey(e.Branch))
            PerBranch.Add(e.Branch, 1); // expect: SG2007
        else
            PerBranch[e.Branch]++; // expect: SG2007

        // Reservations of a branch that has closed move to the main library.
        foreach (var isbn in from entry in Reservations where entry.Value == 7 select entry.Key) // expect: SG2009
            Reservations[isbn] = 1;
    }

    private void Fine(CardEvent.Fined e, OperatorContext<Letter> context)
    {
        try
        {
            Fines += Round(e.Amount);
            History.Add($"fined {e.Amount}");
            if (Fines > 50m)
                context.Emit(new Letter(Key, [$"{Fines} due"]));
        }
        catch (Exception exception) // expect: SG2015
        {
            Console.Error.WriteLine(exception.Message);
        }

        Task.Factory.StartNew(() => // the statistics office is slow
        {
            var text = $"fine of {Round(e.Amount)} on card {Key}"; // expect: SG2005
            Console.WriteLine(text);
        });
    }
}
