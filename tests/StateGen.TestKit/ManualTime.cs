using Microsoft.Extensions.Time.Testing;

namespace StateGen.TestKit;

/// <summary>A clock that stands until it is set, also to an earlier time.</summary>
public sealed class ManualTime() : FakeTimeProvider(DateTimeOffset.UnixEpoch)
{
    /// <summary>Called after the time was set.</summary>
    public Action? Changed { get; set; }

    /// <summary>Milliseconds since the Unix epoch.</summary>
    public long Milliseconds
    {
        get => GetUtcNow().ToUnixTimeMilliseconds();
        set
        {
            AdjustTime(DateTimeOffset.FromUnixTimeMilliseconds(value));
            Changed?.Invoke();
        }
    }
}
