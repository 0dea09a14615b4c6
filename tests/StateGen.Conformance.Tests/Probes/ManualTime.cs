namespace StateGen.Conformance.Tests.Probes;

/// <summary>Time that stands still until it is told to move; starts at the Unix epoch.</summary>
public sealed class ManualTime : TimeProvider
{
    public long Milliseconds { get; set; }

    public override DateTimeOffset GetUtcNow() => DateTimeOffset.FromUnixTimeMilliseconds(Milliseconds);
}
