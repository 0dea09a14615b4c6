namespace Corpus.Sources.GreenhouseVents;

public sealed record Climate(double Celsius, double Humidity);

public interface IVentDriver
{
    Task<bool> MoveAsync(string vent, int percent);
}

[Operator("sources.greenhousevents")]
public sealed partial class GreenhouseVents(IVentDriver driver, Func<DateTimeOffset> sunset) : KeyedOperator<string, Climate, int>
{
    [State] private partial int Opening { get; set; }

    protected override void OnEvent(Climate climate, OperatorContext<int> context)
    {
        var target = climate switch
        {
            { Celsius: > 30 } => 100,
            { Humidity: > 85 } => 60,
            _ when context.Timestamp > sunset() => 0,
            _ => 20,
        };
        if (target == Opening)
            return;

        var moving = driver.MoveAsync(Key, target);
        if (!moving.Result) // expect: SG2011
            return;
        Opening = target;
        context.Emit(target);
    }
}
