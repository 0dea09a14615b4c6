namespace StateGen.TestKit;

/// <summary>A clock that stands until it is set.</summary>
public sealed class ManualTime : TimeProvider
{
    /// <summary>Milliseconds since the Unix epoch.</summary>
    public long Milliseconds { get; set; }

    public override DateTimeOffset GetUtcNow() => DateTimeOffset.FromUnixTimeMilliseconds(Milliseconds);
}
