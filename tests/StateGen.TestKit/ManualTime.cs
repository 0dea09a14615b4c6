using Microsoft.Extensions.Time.Testing;

namespace StateGen.TestKit;

/// <summary>A clock that stands until it is set, also to an earlier time.</summary>
public sealed class ManualTime() : FakeTimeProvider(DateTimeOffset.UnixEpoch)
{
    /// <summary>Milliseconds since the Unix epoch.</summary>
    public long Milliseconds
    {
        get => GetUtcNow().ToUnixTimeMilliseconds();
        set => AdjustTime(DateTimeOffset.FromUnixTimeMilliseconds(value));
    }
}
