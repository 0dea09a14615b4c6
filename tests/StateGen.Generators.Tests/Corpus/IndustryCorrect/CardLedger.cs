namespace Corpus.IndustryCorrect.CardLedger;

public enum CardEventKind
{
    Authorized,
    Captured,
    Reversed,
    Refunded,
    Chargeback,
    CutOff,
}

public sealed record CardEvent(string EventId, CardEventKind Kind, string Merchant, string Currency, decimal Amount, string? Reference);

public sealed record Instruction(string Id, string Merchant, decimal Amount, string Reason);

public sealed class Line
{
    public string EventId { get; set; } = "";

    public decimal Amount { get; set; }

    public DateTimeOffset BookedAt { get; set; }
}

public sealed class Ledger
{
    public decimal Authorized { get; set; }

    public decimal Captured { get; set; }

    public int Unconverted { get; set; }

    public List<Line> Lines { get; set; } = [];
}

public interface IFxRates
{
    decimal ToEuro(string currency, decimal amount);
}

public interface IAuditLog
{
    void Warn(string text);
}

public sealed class BusinessCalendar(IReadOnlySet<DateOnly> holidays)
{
    public DateOnly BusinessDay(DateTimeOffset at)
    {
        var day = DateOnly.FromDateTime(at.UtcDateTime);
        while (day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday || holidays.Contains(day))
            day = day.AddDays(1);
        return day;
    }
}

/// <summary>Keeps the book of one cardholder account and instructs settlement.</summary>
[Operator("industrycorrect.cardledger")]
public sealed partial class CardLedger : KeyedOperator<string, CardEvent, Instruction>
{
    private const int MaxLines = 500;

    private readonly IFxRates _fx;
    private readonly BusinessCalendar _calendar;
    private readonly IAuditLog _audit;
    private readonly DateTimeOffset _startedAt = DateTimeOffset.UtcNow;

    public CardLedger(IFxRates fx, BusinessCalendar calendar, IAuditLog audit)
    {
        (_fx, _calendar, _audit) = (fx, calendar, audit);
        _audit.Warn($"ledger started at {_startedAt:O}");
    }

    [State(Copy = true)] private partial Ledger? Book { get; set; }

    [State(Copy = true), Ttl(Days = 30)] private partial MapState<string, List<string>> OpenAuthorizations { get; }

    [State] private partial long Sequence { get; set; }

    [State] private partial DateOnly? SettledUntil { get; set; }

    protected override void OnEvent(CardEvent value, OperatorContext<Instruction> context)
    {
        if (string.IsNullOrEmpty(value.EventId))
            return;

        var book = Book ?? new Ledger();
        try
        {
            switch (value.Kind)
            {
                case CardEventKind.Authorized:
                    book.Authorized += value.Amount;
                    Remember(value);
                    break;
                case CardEventKind.Captured when book.Captured + value.Amount > book.Authorized:
                    context.Emit(Instruct(value.Merchant, value.Amount, "captured more than authorized"));
                    return;
                case CardEventKind.Captured:
                    Post(book, value, value.Amount, context.Timestamp);
                    break;
                case CardEventKind.Reversed when value.Reference is { Length: > 0 } reference:
                    Reverse(value.Merchant, reference);
                    book.Authorized = Math.Max(0m, book.Authorized - value.Amount);
                    break;
                case CardEventKind.Refunded:
                    Refund(book, value, context);
                    break;
                case CardEventKind.Chargeback:
                    Post(book, value, -value.Amount, context.Timestamp);
                    goto case CardEventKind.CutOff;
                case CardEventKind.CutOff:
                    Settle(book, context);
                    break;
                default:
                    return;
            }
        }
        catch (Exception failure)
        {
            _audit.Warn($"{value.EventId} failed: {failure.Message}");
            throw;
        }
        finally
        {
            if (book.Lines.Count > MaxLines)
                book.Lines.RemoveRange(0, book.Lines.Count - MaxLines);
            Book = book;
        }
    }

    private static void Post(Ledger book, CardEvent value, decimal amount, DateTimeOffset at)
    {
        book.Captured += amount;
        book.Lines.Add(new Line { EventId = value.EventId, Amount = amount, BookedAt = at });
    }

    private void Remember(CardEvent value)
    {
        if (!OpenAuthorizations.TryGetValue(value.Merchant, out var references))
            references = [];
        references.Add(value.Reference ?? value.EventId);
        OpenAuthorizations[value.Merchant] = references;
    }

    private void Reverse(string merchant, string reference)
    {
        if (!OpenAuthorizations.TryGetValue(merchant, out var references) || !references.Remove(reference))
            return;
        if (references.Count == 0)
            OpenAuthorizations.Remove(merchant);
        else
            OpenAuthorizations[merchant] = references;
    }

    private void Refund(Ledger book, CardEvent value, OperatorContext<Instruction> context)
    {
        try
        {
            context.Emit(Instruct(value.Merchant, -_fx.ToEuro(value.Currency, value.Amount), "refund"));
        }
        catch (KeyNotFoundException)
        {
            book.Unconverted++;
            context.Emit(Instruct(value.Merchant, 0m, $"no rate for {value.Currency}"));
        }
    }

    private void Settle(Ledger book, OperatorContext<Instruction> context)
    {
        var day = _calendar.BusinessDay(context.Timestamp);
        if (SettledUntil >= day)
            return;
        foreach (var group in book.Lines.GroupBy(line => line.BookedAt.Date))
            context.Emit(Instruct("*", group.Sum(line => line.Amount), $"settlement of {group.Key:yyyy-MM-dd}"));
        book.Lines.Clear();
        SettledUntil = day;
    }

    private Instruction Instruct(string merchant, decimal amount, string reason) =>
        new($"{Key}-{++Sequence}", merchant, decimal.Round(amount, 2), reason);
}
