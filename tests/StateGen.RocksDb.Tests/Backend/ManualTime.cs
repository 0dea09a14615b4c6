namespace StateGen.RocksDb.Tests.Backend;

/// <summary>Time that stands still until it is set, in milliseconds since the Unix epoch.</summary>
internal sealed class ManualTime : TimeProvider
{
    public long Now { get; set; }

    public override DateTimeOffset GetUtcNow() => DateTimeOffset.FromUnixTimeMilliseconds(Now);
}
