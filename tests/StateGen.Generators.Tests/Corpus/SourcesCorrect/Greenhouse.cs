namespace Corpus.SourcesCorrect.Greenhouse;

public sealed record Climate(double Celsius, double Humidity);

public interface IVentDriver
{
    Task<bool> MoveAsync(string vent, int percent);
}

[Operator("sourcescorrect.greenhouse")]
public sealed partial class Greenhouse(IVentDriver driver, TimeProvider time) : KeyedOperator<string, Climate, int>
{
    private readonly bool _summer = time.GetLocalNow().Month is >= 5 and <= 9;

    [State] private partial int Opening { get; set; }

    protected override void OnEvent(Climate climate, OperatorContext<int> context)
    {
        var target = climate.Celsius > (_summer ? 28 : 22) ? 100 : 20;
        if (target == Opening)
            return;

        var moving = driver.MoveAsync(Key, target);
        if (moving.IsCompletedSuccessfully && !moving.Result)
            return;
        Opening = target;
        context.Emit(target);
    }
}
