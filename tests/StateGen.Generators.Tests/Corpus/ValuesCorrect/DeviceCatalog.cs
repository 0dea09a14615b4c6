using System.Collections.Frozen;

namespace Corpus.ValuesCorrect.DeviceCatalog;

public sealed record Measurement(string Device, string Model, double Raw);

public sealed record Calibrated(string Device, double Value, string Unit);

public sealed record Model(string Name, double Factor, string Unit);

public interface IModelSource
{
    IEnumerable<Model> ReadAll();

    Model Default();
}

[Operator("valuescorrect.devicecatalog")]
public sealed partial class Calibration : KeyedOperator<string, Measurement, Calibrated>
{
    public const double Epsilon = 1e-6;

    private static readonly FrozenDictionary<string, string> Units =
        new Dictionary<string, string> { ["C"] = "celsius", ["F"] = "fahrenheit" }.ToFrozenDictionary();

    private readonly IModelSource _source;
    private readonly string _site;
    private FrozenDictionary<string, Model>? _models;
    private Model? _default;
    private string? _prefix;

    public Calibration(IModelSource source, string site)
    {
        _source = source;
        _site = site;
        Precision = site.Length > 3 ? 2 : 4;
    }

    public int Precision { get; }

    public Func<double, double> Rounding { get; init; } = Math.Floor;

    [State] private partial double Last { get; set; }

    private FrozenDictionary<string, Model> Models => _models ??= _source.ReadAll().ToFrozenDictionary(model => model.Name);

    protected override void OnEvent(Measurement measurement, OperatorContext<Calibrated> context)
    {
        _default ??= _source.Default();
        _prefix ??= _site + "/";
        var model = Models.GetValueOrDefault(measurement.Model, _default);
        var value = Rounding(Math.Round(measurement.Raw * model.Factor, Precision));
        if (Math.Abs(value - Last) < Epsilon)
            return;
        Last = value;
        context.Emit(new Calibrated(_prefix + Key, value, Units.GetValueOrDefault(model.Unit, model.Unit)));
    }
}
