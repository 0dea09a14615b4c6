namespace Corpus.Sources.Loyalty;

public sealed record Purchase(string Store, decimal Amount, string Voucher);

public sealed record Points(string Member, long Balance, string Tier);

[Operator("sources.loyalty")]
public sealed partial class Loyalty : KeyedOperator<string, Purchase, Points>
{
    private readonly MemberRepository _members;
    private readonly VoucherClient _vouchers;
    private readonly Mailer _mailer;

    public Loyalty(MemberRepository members, VoucherClient vouchers, Mailer mailer)
    {
        _members = members;
        _vouchers = vouchers;
        _mailer = mailer;
    }

    [State] private partial long Balance { get; set; }
    [State] private partial string? Tier { get; set; }

    protected override void OnEvent(Purchase purchase, OperatorContext<Points> context)
    {
        Tier ??= _members.FindTier(Key); // expect: SG2011

        var points = (long)purchase.Amount;
        if (purchase.Voucher is { Length: > 0 } voucher && VoucherClient.LooksValid(voucher) && _vouchers.Redeem(voucher)) // expect: SG2011
            points *= 2;

        Balance += points * Factor(Tier);
        if (Balance > 10_000 && Tier != "gold")
        {
            Tier = "gold";
            _members.Save(Key, Tier); // expect: SG2011
        }

        _mailer.Enqueue(Key);
        context.Emit(new Points(Key, Balance, Tier));
    }

    protected override void OnTimer(FiredTimer timer, OperatorContext<Points> context)
    {
        Balance = Balance * 9 / 10;
        _mailer.Send(Key, $"You have {Balance} points left."); // expect: SG2011
        var campaign = Campaigns.Current; // expect: SG2011
        context.Emit(new Points(Key, Balance, campaign));
        Key.Trace(); // expect: SG2011
    }

    private static int Factor(string tier) => tier switch
    {
        "gold" => 3,
        "silver" => 2,
        _ => 1,
    };
}
