namespace StateGen.Tests.Pipelines;

/// <summary>The event of the tests.</summary>
internal sealed record Reading(string Sensor, long Value, long Milliseconds)
{
    public DateTimeOffset Time => DateTimeOffset.FromUnixTimeMilliseconds(Milliseconds);
}
