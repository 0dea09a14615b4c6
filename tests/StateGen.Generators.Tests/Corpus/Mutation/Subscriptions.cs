namespace Corpus.Mutation.Subscriptions;

public sealed record Billing(string Plan, decimal Amount, string Action);

public sealed class Subscription
{
    public decimal Balance { get; set; }

    public List<decimal> Invoices { get; set; } = [];

    public bool Paused { get; set; }
}

[Operator("mutation.subscriptions")]
internal sealed partial class Subscriptions : KeyedOperator<Guid, Billing, decimal>
{
    [State(Copy = true), Ttl(Days = 400)] private partial MapState<string, Subscription> Plans { get; }

    [State(Copy = true), Ttl(Days = 400)] private partial MapState<string, List<decimal>> Payments { get; }

    protected override void OnEvent(Billing value, OperatorContext<decimal> context)
    {
        if (!Plans.TryGetValue(value.Plan, out var plan))
        {
            plan = new Subscription();
            plan.Invoices.Add(value.Amount);
            Plans[value.Plan] = plan;
            return;
        }

        switch (value.Action)
        {
            case "invoice":
                plan.Invoices.Add(value.Amount);
                plan.Balance += value.Amount; // expect: SG2007
                break;
            case "pay":
                var payments = Payments.GetValueOrDefault(value.Plan) ?? [];
                payments.Add(value.Amount); // expect: SG2007
                if (payments.Count == 1)
                    context.Emit(value.Amount);
                break;
            case "pause" when Plans.ContainsKey(value.Plan):
                Plans[value.Plan].Paused = true; // expect: SG2007
                break;
            case "trim" when Payments.TryGetValue(value.Plan, out List<decimal>? list) && list.Count > 12:
                list.RemoveRange(0, list.Count - 12); // expect: SG2007
                break;
            case "merge":
                plan.Balance = 0;
                Plans[value.Plan] = plan;
                (Payments.GetValueOrDefault("all") ?? Payments.GetValueOrDefault(value.Plan))?.Clear(); // expect: SG2007
                break;
        }
    }
}
