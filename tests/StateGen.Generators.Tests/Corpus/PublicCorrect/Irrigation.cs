using System.Threading;

namespace Corpus.PublicCorrect.Irrigation;

public sealed record Moisture(string Field, double Percent, double? Rain, bool Retry);

public sealed record ValveCommand(string Field, bool Open);

public sealed class ForecastClient
{
    public async Task<double> RainAsync(string field)
    {
        await Task.Delay(5);
        return field.Length;
    }
}

[Operator("publiccorrect.irrigation")]
public sealed partial class Irrigation : KeyedOperator<string, Moisture, ValveCommand>, IDisposable
{
    private readonly ForecastClient _forecast = new ForecastClient();
    private readonly SemaphoreSlim _pump;
    private readonly CancellationToken _stop;
    private readonly Task<double> _season;

    [State] private partial bool IsOpen { get; set; }

    [State] private partial double Dryness { get; set; }

    public Irrigation(SemaphoreSlim pump, CancellationToken stop)
    {
        _pump = pump;
        _stop = stop;
        _season = _forecast.RainAsync("season");
    }

    protected override void OnEvent(Moisture value, OperatorContext<ValveCommand> context)
    {
        _stop.ThrowIfCancellationRequested();
        Dryness += 100 - value.Percent;
        if (Dryness < 500)
            return;

        var season = 0.0;
        if (_season.IsCompletedSuccessfully)
            season = _season.Result;

        var rain = value.Rain ?? season;
        if (!_pump.Wait(0))
            return;

        try
        {
            Toggle(value.Field, rain, context);
        }
        finally
        {
            _pump.Release();
        }

        if (value.Retry)
            WarmUp(value.Field);
    }

    private void Toggle(string field, double rain, OperatorContext<ValveCommand> context)
    {
        var open = rain < 2;
        if (open == IsOpen)
            return;
        IsOpen = open;
        context.Emit(new ValveCommand(field, open));
    }

    private void WarmUp(string field) => Task.Run(async () =>
    {
        Thread.Sleep(50);
        var rain = await _forecast.RainAsync(field);
        Console.WriteLine($"{field}: {rain}");
    });

    public void Dispose()
    {
        _season.Wait(TimeSpan.FromSeconds(1));
        _pump.Dispose();
    }
}
