using System.Diagnostics;

namespace Corpus.Industry.CardSettlement;

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

public sealed record SettlementInstruction(string Id, string Merchant, decimal Amount, string Reason);

public sealed class LedgerLine
{
    public string EventId { get; set; } = "";

    public decimal Amount { get; set; }

    public DateTimeOffset BookedAt { get; set; }
}

public sealed class Ledger
{
    public decimal Authorized { get; set; }

    public decimal Captured { get; set; }

    public decimal Refunded { get; set; }

    public int Unconverted { get; set; }

    public List<LedgerLine> Lines { get; set; } = [];
}

public interface IFxRates
{
    decimal ToEuro(string currency, decimal amount);
}

public interface ISettlementCalendar
{
    DateOnly BusinessDay();

    bool IsHoliday(DateOnly day);
}

public interface IAuditLog
{
    void Warn(string text);
}

internal sealed class TargetCalendar : ISettlementCalendar
{
    private static readonly HashSet<DateOnly> Holidays = [new(2026, 1, 1), new(2026, 4, 3), new(2026, 12, 25)];

    public DateOnly BusinessDay()
    {
        var day = DateOnly.FromDateTime(DateTime.UtcNow);
        while (IsHoliday(day))
            day = day.AddDays(1);
        return day;
    }

    public bool IsHoliday(DateOnly day) => day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday || Holidays.Contains(day);
}

/// <summary>Keeps the book of one cardholder account and instructs settlement.</summary>
[Operator("industry.cardsettlement")]
public sealed partial class CardSettlementOperator : KeyedOperator<string, CardEvent, SettlementInstruction>
{
    private const int MaxLines = 500;

    private readonly IFxRates _fx;
    private readonly ISettlementCalendar _calendar;
    private readonly IAuditLog _audit;
    private long _sequence; // expect: SG2001

    public CardSettlementOperator(IFxRates fx, ISettlementCalendar calendar, IAuditLog audit)
    {
        _fx = fx ?? throw new ArgumentNullException(nameof(fx));
        _calendar = calendar ?? throw new ArgumentNullException(nameof(calendar));
        _audit = audit ?? throw new ArgumentNullException(nameof(audit));
    }

    [State(Copy = true)] private partial Ledger? Book { get; set; }

    [State(Copy = true), Ttl(Days = 30)] private partial MapState<string, List<string>> OpenAuthorizations { get; }

    [State] private partial int Rejected { get; set; }

    [State] private partial long LatencyTicks { get; set; }

    [State] private partial DateOnly? SettledUntil { get; set; }

    protected override void OnEvent(CardEvent value, OperatorContext<SettlementInstruction> context)
    {
        var started = Stopwatch.GetTimestamp(); // expect: SG2010

        if (string.IsNullOrEmpty(value.EventId) || value.Amount < 0)
        {
            Rejected++;
            return;
        }

        switch (value.Kind)
        {
            case CardEventKind.Authorized:
                Authorize(value, context);
                break;
            case CardEventKind.Captured:
                Capture(value, context);
                break;
            case CardEventKind.Reversed when value.Reference is { Length: > 0 } reference:
                Reverse(value.Merchant, reference, value.Amount);
                break;
            case CardEventKind.Refunded:
                Refund(value, context);
                break;
            case CardEventKind.Chargeback:
                try
                {
                    ApplyChargeback(value, context);
                }
                catch (Exception failure) // expect: SG2015
                {
                    _audit.Warn($"chargeback {value.EventId} was not applied: {failure.Message}");
                }
                break;
            case CardEventKind.CutOff:
                Settle(context);
                break;
            default:
                Rejected++;
                break;
        }

        LatencyTicks += started >> 10;
    }

    private void Authorize(CardEvent value, OperatorContext<SettlementInstruction> context)
    {
        var book = Book ?? new Ledger();
        book.Authorized += value.Amount;
        Book = book;

        var references = OpenAuthorizations.GetValueOrDefault(value.Merchant) ?? [];
        references.Add(value.Reference ?? value.EventId);
        OpenAuthorizations[value.Merchant] = references;
        if (references.Count > 20)
            context.Emit(Instruct(value.Merchant, 0m, "too many open authorizations"));
    }

    private void Capture(CardEvent value, OperatorContext<SettlementInstruction> context)
    {
        var book = Book ?? new Ledger();
        Post(book, value, value.Amount, context.Timestamp); // expect: SG2007
        if (book.Captured > book.Authorized)
        {
            context.Emit(Instruct(value.Merchant, book.Captured - book.Authorized, "captured more than authorized"));
            return;
        }

        Book = book;
        context.Emit(Instruct(value.Merchant, value.Amount, "capture"));
    }

    private void Reverse(string merchant, string reference, decimal amount)
    {
        if (!OpenAuthorizations.TryGetValue(merchant, out var references))
            return;
        if (references.Count == 1 && references[0] == reference)
            OpenAuthorizations.Remove(merchant);
        else
            references.Remove(reference); // expect: SG2007

        if (Book is not { } book)
            return;
        book.Authorized = Math.Max(0m, book.Authorized - amount);
        Book = book;
    }

    private void Refund(CardEvent value, OperatorContext<SettlementInstruction> context)
    {
        var book = Book ?? new Ledger();
        try
        {
            var euro = _fx.ToEuro(value.Currency, value.Amount);
            book.Refunded += euro;
            Book = book;
            context.Emit(Instruct(value.Merchant, -euro, "refund"));
        }
        catch (KeyNotFoundException)
        {
            book.Unconverted++; // expect: SG2007
            context.Emit(Instruct(value.Merchant, 0m, $"no rate for {value.Currency}"));
        }
    }

    private void ApplyChargeback(CardEvent value, OperatorContext<SettlementInstruction> context)
    {
        var book = Book ?? new Ledger();
        try
        {
            Post(book, value, -value.Amount, context.Timestamp);
            Book = book;
        }
        finally
        {
            if (book.Lines.Count > MaxLines)
                book.Lines.RemoveRange(0, book.Lines.Count - MaxLines); // expect: SG2007
        }
        context.Emit(Instruct(value.Merchant, -_fx.ToEuro(value.Currency, value.Amount), "chargeback"));
    }

    private void Settle(OperatorContext<SettlementInstruction> context)
    {
        var day = _calendar.BusinessDay(); // expect: SG2010
        if (SettledUntil >= day || Book is not { } book)
            return;

        foreach (var group in book.Lines.GroupBy(line => line.BookedAt.Date))
            context.Emit(Instruct("*", group.Sum(line => line.Amount), $"settlement of {group.Key:yyyy-MM-dd}"));

        SettledUntil = day;
        Book = null;
    }

    private static void Post(Ledger book, CardEvent value, decimal amount, DateTimeOffset at)
    {
        book.Captured += amount;
        book.Lines.Add(new LedgerLine { EventId = value.EventId, Amount = amount, BookedAt = at });
    }

    private SettlementInstruction Instruct(string merchant, decimal amount, string reason) =>
        new($"{Key}-{++_sequence}", merchant, decimal.Round(amount, 2), reason);
}
