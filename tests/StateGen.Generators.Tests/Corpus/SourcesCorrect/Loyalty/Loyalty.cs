using System.Threading.Channels;

namespace Corpus.SourcesCorrect.Loyalty;

public sealed record Purchase(string Store, decimal Amount);

public sealed record Points(string Member, long Balance, string Tier);

public interface IMemberRepository
{
    string FindTier(string member);

    void Save(string member, string tier);
}

[Operator("sourcescorrect.loyalty")]
public sealed partial class Loyalty(IMemberRepository members, Mailer mailer, ChannelWriter<Points> audit)
    : KeyedOperator<string, Purchase, Points>
{
    private readonly TierTable _tiers = TierTable.Load("/etc/loyalty/tiers.txt");

    [State] private partial long Balance { get; set; }
    [State] private partial string? Tier { get; set; }

    protected override void OnEvent(Purchase purchase, OperatorContext<Points> context)
    {
        Tier ??= members.FindTier(Key);
        Balance += (long)purchase.Amount * _tiers.Factor(Tier);
        var tier = _tiers.For(Balance);
        if (tier != Tier)
        {
            Tier = tier;
            members.Save(Key, tier);
            mailer.Enqueue(Key, $"You are {tier} now.");
        }

        var points = new Points(Key, Balance, tier);
        audit.TryWrite(points);
        context.Emit(points);
    }
}
