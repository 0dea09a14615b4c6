namespace Corpus.ThreadsCorrect.GreenhouseControl;

public sealed class Rule(string name, Func<Climate, bool> applies)
{
    public string Name => name;

    public bool Applies(Climate climate) => applies(climate);
}

public sealed partial class Greenhouse
{
    private bool IsWarm(Climate climate) => climate.Warmth > Warmth + 2;

    private static Func<Climate, bool> Below(int limit) => climate => climate.Warmth < limit;

    private void Follow(Climate climate)
    {
        Warmth = (Warmth * 0.9) + (climate.Warmth * 0.1);
        Humidity = (Humidity * 0.9) + (climate.Humidity * 0.1);
    }

    private void Sweep(Action<string> remove)
    {
        foreach (var zone in Zones.Keys.ToList())
            remove(zone);
    }
}

public static class MapExtensions
{
    public static void ForEachEntry<TKey, TValue>(this MapState<TKey, TValue> map, Action<TKey, TValue> action)
        where TKey : notnull
    {
        foreach (var (key, value) in map)
            action(key, value);
    }
}
