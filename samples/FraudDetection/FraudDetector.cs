using System.Globalization;
using StateGen;

namespace FraudDetection;

public sealed record Transaction(DateTimeOffset Time, string Account, decimal Amount)
{
    public static Transaction Parse(string line) => line.Split(',') is [var time, var account, var amount]
        ? new(DateTimeOffset.Parse(time, CultureInfo.InvariantCulture), account, decimal.Parse(amount, CultureInfo.InvariantCulture))
        : throw new FormatException("a transaction has three columns");
}

public sealed record Alert(Transaction Transaction)
{
    public string ToCsv() => string.Create(CultureInfo.InvariantCulture, $"{Transaction.Time:yyyy-MM-dd'T'HH:mm:ss},{Transaction.Account},{Transaction.Amount}");
}

/// <summary>Emits an alert when the next transaction of an account after one below 1 is above 500 and within a minute: somebody tries a stolen card.</summary>
[Operator("fraud-detector")]
public sealed partial class FraudDetector : KeyedOperator<string, Transaction, Alert>
{
    private static readonly TimeSpan Period = TimeSpan.FromMinutes(1);

    [State] private partial DateTimeOffset? SmallAt { get; set; }

    public static RunnablePipeline Detect(ISource<Transaction> transactions, ISink<Alert> alerts) => Pipeline.From(transactions)
        .WithEventTime(transaction => transaction.Time, maxOutOfOrderness: TimeSpan.FromSeconds(10))
        .KeyBy(transaction => transaction.Account).Process(() => new FraudDetector()).To(alerts);

    protected override void OnEvent(Transaction value, OperatorContext<Alert> context)
    {
        if (SmallAt is { } small)
        {
            if (value.Amount > 500 && value.Time <= small + Period)
                context.Emit(new(value));
            context.Timers.DeleteEventTime(small + Period);
        }

        SmallAt = value.Amount < 1 ? value.Time : null;
        if (SmallAt is { } time)
            context.Timers.RegisterEventTime(time + Period);
    }

    protected override void OnTimer(FiredTimer timer, OperatorContext<Alert> context) => SmallAt = null;
}
