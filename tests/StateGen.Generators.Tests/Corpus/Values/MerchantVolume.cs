namespace Corpus.Values.MerchantVolume;

public enum CardNetwork
{
    Visa,
    Mastercard,
    Amex,
}

public sealed record Payment(string Merchant, string Card, CardNetwork Network, decimal Amount, string Currency);

public sealed record VolumeAlert(string Merchant, decimal Volume, int DistinctCards, string Reason);

/// <summary>Raises an alert when a merchant's volume or the number of its cards is suspicious.</summary>
[Operator("values.merchantvolume")]
public sealed partial class MerchantVolume : KeyedOperator<string, Payment, VolumeAlert>
{
    private const decimal VolumeLimit = 50_000m;
    private const int CardLimit = 200;

    private static readonly decimal[] FeeByNetwork = [0.012m, 0.013m, 0.024m];

    private long _payments; // expect: SG2001
    private readonly Dictionary<string, decimal> _volumeByCurrency = new(StringComparer.OrdinalIgnoreCase); // expect: SG2001
    private readonly HashSet<string> _cards = []; // expect: SG2001

    [State] private partial decimal Fees { get; set; }

    [State] private partial bool Alerted { get; set; }

    protected override void OnEvent(Payment payment, OperatorContext<VolumeAlert> context)
    {
        _payments++;
        Fees += payment.Amount * FeeByNetwork[(int)payment.Network];

        if (!_cards.Add(payment.Card) && _payments % 100 != 0)
            return;

        if (_volumeByCurrency.TryGetValue(payment.Currency, out var volume))
            volume += payment.Amount;
        else
            volume = payment.Amount;
        _volumeByCurrency[payment.Currency] = volume;

        if (Alerted)
            return;
        if (volume > VolumeLimit)
            Alert(volume, "volume", context);
        else if (_cards.Count > CardLimit)
            Alert(volume, "cards", context);
    }

    private void Alert(decimal volume, string reason, OperatorContext<VolumeAlert> context)
    {
        Alerted = true;
        context.Emit(new VolumeAlert(Key, volume, _cards.Count, reason));
    }
}
