namespace Corpus.MutationCorrect.Accounts;

public sealed record Booking(decimal Amount, string Text, bool Storno);

public sealed class Statement
{
    public List<string> Lines { get; set; } = [];

    public decimal Balance { get; set; }

    public Statement Book(Booking booking)
    {
        Lines.Add(booking.Text);
        Balance += booking.Amount;
        return this;
    }
}

[Operator("mutationcorrect.accounts")]
internal sealed partial class Accounts : KeyedOperator<string, Booking, decimal>
{
    [State(Copy = true)] private partial Statement? Month { get; set; }

    [State(Copy = true)] private partial List<decimal>? Reversals { get; set; }

    protected override void OnEvent(Booking value, OperatorContext<decimal> context)
    {
        if (value.Storno)
        {
            Reverse(value.Amount);
            return;
        }

        if (value.Amount == 0)
            throw new ArgumentException("A booking needs an amount.", nameof(value));

        Month = (Month ?? new Statement()).Book(value);
        var month = Month;
        month = Truncate(month);
        Month = month;
        context.Emit(month.Balance);
    }

    private static Statement Truncate(Statement statement)
    {
        if (statement.Lines.Count > 500)
            statement.Lines.RemoveRange(0, 100);
        return statement;
    }

    private void Reverse(decimal amount)
    {
        var reversals = Reversals ?? [];
        Push(reversals, amount);
        Store(reversals);
    }

    private static void Push(List<decimal> list, decimal amount) => list.Add(-amount);

    private void Store(List<decimal> reversals) => Reversals = reversals;
}
