using System.Diagnostics;
using System.Threading;

namespace Corpus.Public.Irrigation;

public sealed record Moisture(string Field, double Percent, bool ManualCheck);

public sealed record ValveCommand(string Field, bool Open);

public sealed class ForecastClient
{
    public async Task<double> RainAsync(string field)
    {
        await Task.Delay(5);
        return field.Length;
    }

    public double Rain(string field) => RainAsync(field).GetAwaiter().GetResult();
}

[Operator("public.irrigation")]
public sealed partial class Irrigation : KeyedOperator<string, Moisture, ValveCommand>
{
    private readonly ForecastClient _forecast = new ForecastClient();
    private readonly SemaphoreSlim _pump = new SemaphoreSlim(1);
    private readonly ManualResetEventSlim _pressure = new ManualResetEventSlim();

    [State] private partial bool IsOpen { get; set; }

    [State] private partial double Dryness { get; set; }

    protected override void OnEvent(Moisture value, OperatorContext<ValveCommand> context)
    {
        Dryness += 100 - value.Percent;
        if (Dryness < 500)
            return;

        if (value.ManualCheck && Console.ReadLine() != "y") // expect: SG2011
            return;

        var rain = _forecast.Rain(value.Field); // expect: SG2011
        var tasks = new[] { _forecast.RainAsync("north"), _forecast.RainAsync("south") };
        Task.WaitAll(tasks); // expect: SG2011

        _pump.Wait(); // expect: SG2011
        try
        {
            Toggle(value.Field, rain, context);
        }
        finally
        {
            _pump.Release();
        }
    }

    private void Toggle(string field, double rain, OperatorContext<ValveCommand> context)
    {
        var open = rain < 2;
        if (open == IsOpen)
            return;

        if (!_pressure.Wait(TimeSpan.FromSeconds(2))) // expect: SG2011
            throw new TimeoutException("No pressure");

        using var valve = Process.Start("valvectl", field); // expect: SG2011
        valve.WaitForExit(); // expect: SG2011
        IsOpen = open;
        context.Emit(new ValveCommand(field, open));
    }
}
