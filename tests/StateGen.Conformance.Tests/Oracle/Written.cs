namespace StateGen.Conformance.Tests.Oracle;

/// <summary>A value with the time when it was written.</summary>
internal readonly record struct Written<T>(T Value, long At)
{
    public bool IsLive(long now) => now < At + OracleModel.TimeToLive;
}
