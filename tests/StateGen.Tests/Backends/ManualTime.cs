namespace StateGen.Tests.Backends;

/// <summary>Time that stands still until it is told to move, starting at the Unix epoch.</summary>
internal sealed class ManualTime : TimeProvider
{
    public long Milliseconds { get; set; }

    public override DateTimeOffset GetUtcNow() => DateTimeOffset.FromUnixTimeMilliseconds(Milliseconds);
}
