namespace StateGen;

/// <summary>What happens when a running job fails: whether it is restarted from its latest checkpoint. Immutable.</summary>
public sealed class RestartStrategy
{
    private RestartStrategy(int maxRestarts, TimeSpan delay)
    {
        MaxRestarts = maxRestarts;
        Delay = delay;
    }

    /// <summary>The failure goes on to the caller. The default.</summary>
    public static RestartStrategy None { get; } = new(0, TimeSpan.Zero);

    internal int MaxRestarts { get; }

    internal TimeSpan Delay { get; }

    /// <summary>Restarts the job from its latest checkpoint, or from the beginning when it has none; the failure goes on to the caller when that has been done often enough.</summary>
    /// <param name="maxRestarts">How often, not negative.</param>
    /// <param name="delay">The pause before each restart, not negative.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is negative.</exception>
    public static RestartStrategy FixedDelay(int maxRestarts, TimeSpan delay)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(maxRestarts);
        ArgumentOutOfRangeException.ThrowIfLessThan(delay, TimeSpan.Zero);
        return new(maxRestarts, delay);
    }
}
