namespace Corpus.Sources.CardVelocity;

public sealed record Authorization(string Merchant, decimal Amount, string Country);

public sealed record VelocityAlert(string Card, int Count, decimal Sum, DateTime RaisedAt);

public readonly record struct WindowTotals(DateTime From, int Count, decimal Sum);

[Operator("sources.cardvelocity")]
public sealed partial class CardVelocity(int maxPerWindow, decimal maxSum) : KeyedOperator<string, Authorization, VelocityAlert>
{
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(15);

    [State] private partial WindowTotals? Totals { get; set; }
    [State] private partial string? LastCountry { get; set; }
    [State] private partial DateTimeOffset? LastSwitch { get; set; }
    [State] private partial bool Blocked { get; set; }

    protected override void OnEvent(Authorization authorization, OperatorContext<VelocityAlert> context)
    {
        if (Blocked)
            return;

        var totals = Totals is { } open && !Expired(open)
            ? open with { Count = open.Count + 1, Sum = open.Sum + authorization.Amount }
            : new WindowTotals(DateTime.UtcNow, 1, authorization.Amount); // expect: SG2010
        Totals = totals;

        if (LastCountry is { } country && country != authorization.Country)
        {
            // Two countries within an hour are impossible for a physical card.
            if (LastSwitch is { } at && context.Timestamp - at < TimeSpan.FromHours(1))
                Block(totals, context);
            LastSwitch = context.Timestamp;
        }

        LastCountry = authorization.Country;
        if (totals.Count > maxPerWindow || totals.Sum > maxSum)
            Block(totals, context);
    }

    protected override void OnTimer(FiredTimer timer, OperatorContext<VelocityAlert> context)
    {
        Blocked = false;
        Totals = null;
    }

    private static bool Expired(WindowTotals totals) =>
        DateTime.Now.ToUniversalTime() - totals.From > Window; // expect: SG2010

    private void Block(WindowTotals totals, OperatorContext<VelocityAlert> context)
    {
        if (Blocked)
            return;
        Blocked = true;
        context.Timers.RegisterEventTime(DateTimeOffset.UtcNow.Date.AddDays(1)); // expect: SG2010
        context.Emit(new VelocityAlert(Key, totals.Count, totals.Sum, context.Timestamp.UtcDateTime));
    }
}
