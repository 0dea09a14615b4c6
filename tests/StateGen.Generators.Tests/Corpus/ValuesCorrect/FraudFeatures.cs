using System.Text;

namespace Corpus.ValuesCorrect.FraudFeatures;

public sealed record CardUse(string Card, decimal Amount, string Country, IReadOnlyList<double> Signals);

public sealed record Features(string Card, double[] Vector, string Text);

public interface IFeatureMetrics
{
    void Count(string name);

    IDisposable Measure(string name);
}

[Operator("valuescorrect.fraudfeatures")]
public sealed partial class FraudFeatures : KeyedOperator<string, CardUse, Features>
{
    private readonly IFeatureMetrics _metrics;
    private readonly Dictionary<string, double> _riskByCountry;
    private readonly double[] _weights;
    private readonly List<double> _scratch = [];
    private readonly StringBuilder _text = new(256);

    public FraudFeatures(IFeatureMetrics metrics, IEnumerable<(string Country, double Risk)> risks, int dimensions)
    {
        _metrics = metrics;
        _riskByCountry = new Dictionary<string, double>(StringComparer.OrdinalIgnoreCase);
        foreach (var (country, risk) in risks)
            _riskByCountry[country] = risk;
        _weights = new double[dimensions];
        for (var i = 0; i < dimensions; i++)
            _weights[i] = 1.0 / (i + 1);
    }

    [State] private partial decimal Spent { get; set; }

    protected override void OnEvent(CardUse use, OperatorContext<Features> context)
    {
        _metrics.Count("events");
        using var measured = _metrics.Measure("features");
        Spent += use.Amount;

        _scratch.Clear();
        AddSignals(use);
        _scratch.Add(_riskByCountry.GetValueOrDefault(use.Country, 0.5));
        _scratch.Add((double)Spent);
        for (var i = 0; i < Math.Min(_scratch.Count, _weights.Length); i++)
            _scratch[i] *= _weights[i];

        context.Emit(new Features(Key, _scratch.ToArray(), Describe(use)));
    }

    private void AddSignals(CardUse use)
    {
        foreach (var signal in use.Signals)
            _scratch.Add(signal);
    }

    private string Describe(CardUse use)
    {
        _text.Clear();
        _text.Append(use.Country).Append(':').Append(use.Amount);
        return _text.ToString();
    }
}
