namespace StateGen.Conformance.Tests.Probes;

/// <summary>An order.</summary>
public sealed record Order(string Id, int Amount);

/// <summary>A payment of an order.</summary>
public sealed record Payment(string OrderId, int Amount);

/// <summary>Joins each order with the sum of its payments. What is not joined after an hour goes to a side output.</summary>
[Operator("payments")]
public sealed partial class Payments : KeyedCoOperator<string, Order, Payment, (string Id, int Due)>
{
    public static readonly OutputTag<string> Unpaid = new("unpaid");

    [State]
    private partial int? Amount { get; set; }

    [State]
    private partial int Paid { get; set; }

    protected override void OnFirst(Order value, OperatorContext<(string Id, int Due)> context)
    {
        Amount = value.Amount;
        context.Timers.RegisterEventTime(context.Timestamp.AddHours(1));
        Complete(context);
    }

    protected override void OnSecond(Payment value, OperatorContext<(string Id, int Due)> context)
    {
        if (value.Amount <= 0)
            throw new ArgumentException($"{value.Amount} is not an amount.", nameof(value));
        Paid += value.Amount;
        Complete(context);
    }

    protected override void OnTimer(FiredTimer timer, OperatorContext<(string Id, int Due)> context)
    {
        if (Amount is not null)
            context.Emit(Unpaid, Key);
        ClearState();
    }

    private void Complete(OperatorContext<(string Id, int Due)> context)
    {
        if (Amount is not { } amount || Paid < amount)
            return;
        context.Emit((Key, amount - Paid));
        ClearState();
    }
}
