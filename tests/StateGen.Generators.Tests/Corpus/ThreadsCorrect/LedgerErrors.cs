using System.Globalization;
using System.IO;

namespace Corpus.ThreadsCorrect.LedgerErrors;

public sealed record Posting(string Account, string Amount, string Path);

public interface IJournal
{
    void Write(string line);
}

[Operator("threadscorrect.ledger-errors")]
public sealed partial class LedgerErrors(IJournal journal) : KeyedOperator<string, Posting, string>
{
    [State] private partial decimal Balance { get; set; }

    [State] private partial int Failures { get; set; }

    protected override void OnEvent(Posting posting, OperatorContext<string> context)
    {
        try
        {
            Balance += decimal.Parse(posting.Amount, CultureInfo.InvariantCulture);
        }
        catch (FormatException)
        {
            Failures++;
        }
        catch (Exception e) when (e is OverflowException or ArgumentException)
        {
            Failures += 2;
        }

        try
        {
            Apply(posting);
        }
        catch (Exception e)
        {
            journal.Write(e.Message);
            throw;
        }

        if (!TryWrite(posting.Path))
            Failures++;
        context.Emit($"{Key}: {Balance}");
    }

    protected override void OnTimer(FiredTimer timer, OperatorContext<string> context)
    {
        try
        {
            Balance = checked(Balance * 2);
        }
        catch (Exception e)
        {
            throw new InvalidOperationException($"interest of {timer.Timestamp:u}", e);
        }

        Exception? failure = null;
        foreach (var part in new[] { "interest", "fees" })
        {
            try
            {
                Apply(new Posting(part, "1", "/"));
            }
            catch (Exception e)
            {
                failure = e;
            }
        }

        if (failure is not null)
            throw new InvalidOperationException("parts", failure);
    }

    private void Apply(Posting posting)
    {
        if (posting.Account.Length == 0)
            throw new ArgumentException("no account");
        Balance -= 0.01m;
    }

    private bool TryWrite(string path)
    {
        try
        {
            journal.Write(Path.GetFullPath(path));
            return true;
        }
        catch
        {
            return false;
        }
    }
}

[Operator("threadscorrect.ledger-errors.parse")]
public sealed partial class LedgerParser : KeyedOperator<string, Posting, int>
{
    [State] private partial int Lines { get; set; }

    [State] private partial decimal Sum { get; set; }

    protected override void OnEvent(Posting posting, OperatorContext<int> context)
    {
        var amount = Parse(posting.Amount) ?? 0;
        try
        {
            Sum += amount;
            Lines++;
        }
        finally
        {
            Console.WriteLine("posted");
        }

        try
        {
            context.Emit(checked(Lines * 1_000));
        }
        catch (OverflowException) when (Lines > 10)
        {
            Lines = 0;
        }
    }

    private static decimal? Parse(string text)
    {
        try
        {
            return decimal.Parse(text, CultureInfo.InvariantCulture);
        }
        catch (Exception)
        {
            return null;
        }
    }
}
