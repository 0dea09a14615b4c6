using System.Collections.Immutable;
using System.Globalization;

namespace Corpus.PublicCorrect.Loans;

// Everything that happens on the card of one reader of the city library.
public abstract record CardEvent(string Isbn)
{
    public sealed record Borrowed(string Isbn, DateTimeOffset Due) : CardEvent(Isbn);

    public sealed record Returned(string Isbn, bool Damaged) : CardEvent(Isbn);

    public sealed record Reserved(string Isbn, int Branch) : CardEvent(Isbn);

    public sealed record Fined(string Isbn, string Amount) : CardEvent(Isbn);
}

public sealed record Letter(string Card, IEnumerable<string> Lines);

public sealed record Reader(ImmutableDictionary<int, int> PerBranch, decimal Fines, Address Home);

public sealed record Address(string Street, string City);

public class Loan
{
    public string Isbn { get; set; } = "";
    public DateTimeOffset Due { get; set; }
    public int Reminders { get; set; }
    public bool Lost { get; set; }

    public Loan Copy() => (Loan)MemberwiseClone();
}

public abstract class LibraryOperator<TEvent> : KeyedOperator<string, TEvent, Letter>
{
    protected static readonly Reader Unknown = new(ImmutableDictionary<int, int>.Empty, 0, new Address("", ""));

    protected static string Describe(string isbn, DateTimeOffset due) => $"{isbn} until {due:d}";

    protected static decimal Round(decimal amount) => Math.Round(amount, 2, MidpointRounding.AwayFromZero);
}

[Operator("publiccorrect.loans")]
public sealed partial class LoanCard : LibraryOperator<CardEvent>
{
    private static readonly TimeSpan Week = TimeSpan.FromDays(7);

    private readonly Dictionary<int, string> _branches = new();

    public LoanCard(IEnumerable<KeyValuePair<int, string>> branches)
    {
        foreach (var (number, name) in branches)
            _branches[number] = name;
    }

    [State(Copy = true)] private partial List<Loan>? Open { get; set; }

    [State(Copy = true)] private partial List<Loan>? Closed { get; set; }

    [State] private partial Reader? Reader { get; set; }

    [State] private partial DateTimeOffset? NextLetter { get; set; }

    [State, Ttl(Days = 365)] private partial ListState<string> History { get; }

    [State, Ttl(Days = 60)] private partial MapState<string, int> Reservations { get; }

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

        // One letter a week at most.
        var ticks = context.Timestamp.UtcTicks;
        context.Timers.RegisterEventTime(new DateTimeOffset(ticks - ticks % Week.Ticks + Week.Ticks, TimeSpan.Zero));
    }

    protected override void OnTimer(FiredTimer timer, OperatorContext<Letter> context)
    {
        var open = Open ?? [];
        var lines = new List<string>();
        foreach (var loan in open.Where(loan => loan.Due < timer.Timestamp))
        {
            loan.Reminders++;
            lines.Add(Describe(loan.Isbn, loan.Due));
            if (loan.Reminders > 3)
                loan.Lost = true;
        }

        Open = open;
        NextLetter = timer.Timestamp + Week;

        // What would the reader owe in a year?
        var forecast = open.ConvertAll(loan => loan.Copy());
        forecast.ForEach(loan => loan.Due = loan.Due.AddYears(-1));
        forecast.RemoveAll(loan => loan.Lost);
        lines.Add($"{forecast.Count(loan => loan.Due < timer.Timestamp)} books to return");

        context.Emit(new Letter(Key, lines));
    }

    private void Borrow(CardEvent.Borrowed e)
    {
        Open = [.. Open ?? [], new Loan { Isbn = e.Isbn, Due = e.Due }];
        History.Add("borrowed " + e.Isbn);
        if (e.Due < NextLetter)
            History.AddRange(["short loan", e.Due.ToString("d", CultureInfo.InvariantCulture)]);
    }

    private void Return(CardEvent.Returned e, OperatorContext<Letter> context)
    {
        var (open, closed) = (Open ?? [], Closed ?? []);
        if (open.Find(candidate => candidate.Isbn == e.Isbn) is not { } loan)
            return;

        closed.Add(loan);
        open.Remove(loan);
        (Open, Closed) = (open, closed);

        if (e.Damaged)
        {
            var reader = Reader ?? Unknown;
            Reader = reader with { Fines = reader.Fines + 5m };
        }

        if (closed.Count % 100 == 0)
        {
            context.Emit(new Letter(Key, [.. History.Take(100)]));
            History.Update([.. History.TakeLast(20)]);
        }
    }

    private void Reserve(CardEvent.Reserved e)
    {
        Reservations[e.Isbn] = e.Branch;
        var reader = Reader ?? Unknown;
        Reader = reader with
        {
            PerBranch = reader.PerBranch.SetItem(e.Branch, reader.PerBranch.GetValueOrDefault(e.Branch) + 1),
            Home = reader.Home with { City = _branches.GetValueOrDefault(e.Branch, "") },
        };

        var moved = (from entry in Reservations where entry.Value == 7 select entry.Key).ToArray();
        foreach (var isbn in moved)
            Reservations[isbn] = 1;
    }

    private void Fine(CardEvent.Fined e, OperatorContext<Letter> context)
    {
        Exception? failure = null;
        try
        {
            var reader = Reader ?? Unknown;
            Reader = reader with { Fines = reader.Fines + Round(decimal.Parse(e.Amount, CultureInfo.InvariantCulture)) };
            History.Add($"fined {e.Amount}");
        }
        catch (Exception exception)
        {
            failure = exception;
        }

        if (failure is not null)
            throw new InvalidOperationException($"{e.Amount} for {e.Isbn}", failure);

        if (Reader is { Fines: > 50m and var due })
            context.Emit(new Letter(Key, [$"{due} due"]));

        var card = Key;
        Task.Factory.StartNew(() => Console.WriteLine($"fine of {e.Amount} on card {card}"));
    }
}
