using Microsoft.Extensions.Time.Testing;

namespace StateGen.TestKit;

/// <summary>A clock that stands until it is set, also to an earlier time.</summary>
public sealed class ManualTime() : FakeTimeProvider(DateTimeOffset.UnixEpoch)
{
    /// <summary>Raised after the time was set.</summary>
    public event Action? Changed;

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
