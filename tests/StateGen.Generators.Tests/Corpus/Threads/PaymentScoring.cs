namespace Corpus.Threads.PaymentScoring;

public sealed record Payment(string Merchant, decimal Amount);

public sealed record Score(string Card, int Points);

[Operator("threads.payment-scoring")]
public sealed partial class PaymentScorer : KeyedOperator<string, Payment, Score>
{
    [State] private partial int Points { get; set; }

    [State] private partial decimal Spent { get; set; }

    [State] private partial string? LastMerchant { get; set; }

    protected override void OnEvent(Payment payment, OperatorContext<Score> context)
    {
        Spent += payment.Amount;
        LastMerchant = payment.Merchant;
        if (payment.Amount > 1_000m)
            Task.Run(() => Points += 10); // expect: SG2005
        else
            _ = Task.Run(Decay); // expect: SG2005

        Action audit = () => Console.WriteLine($"spent {Spent}"); // expect: SG2005
        Task.Run(audit);
        context.Emit(new Score(Key, Points));
    }

    protected override void OnTimer(FiredTimer timer, OperatorContext<Score> context)
    {
        void Forget()
        {
            Points = 0;
            LastMerchant = null;
        }

        _ = Task.Run(Forget); // expect: SG2005
    }

    private void Decay() => Points = Math.Max(0, Points - 1);
}

public interface IFraudRules
{
    int Evaluate(string merchant, decimal amount);
}

[Operator("threads.payment-scoring.rules")]
public sealed partial class RuleRunner(IFraudRules rules) : KeyedOperator<string, Payment, Score>
{
    [State] private partial int Hits { get; set; }

    [State] private partial decimal Largest { get; set; }

    protected override void OnEvent(Payment payment, OperatorContext<Score> context)
    {
        Largest = Math.Max(Largest, payment.Amount);
        Task.Factory.StartNew(
            () =>
            {
                var hits = rules.Evaluate(payment.Merchant, payment.Amount);
                if (hits > 0)
                    Hits += hits; // expect: SG2005
            },
            TaskCreationOptions.LongRunning);
        Task.Factory.StartNew(ReviewLargest); // expect: SG2005
        context.Emit(new Score(Key, 0));
    }

    protected override void OnTimer(FiredTimer timer, OperatorContext<Score> context)
    {
        Func<object?, int> total = step => Hits + (int)step!; // expect: SG2005
        _ = Task.Factory.StartNew(total, 1);
    }

    private void ReviewLargest()
    {
        if (Largest > 5_000m)
            Console.WriteLine("large payment");
    }
}
