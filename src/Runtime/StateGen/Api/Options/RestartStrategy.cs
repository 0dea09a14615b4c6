namespace StateGen;

/// <summary>Specifies whether and how a job that fails is restarted from its latest checkpoint. Immutable.</summary>
public sealed class RestartStrategy
{
    private RestartStrategy(int maxRestarts, TimeSpan delay)
    {
        MaxRestarts = maxRestarts;
        Delay = delay;
    }

    /// <summary>Gets the default strategy: the job is not restarted, and the failure is passed to the caller.</summary>
    public static RestartStrategy None { get; } = new(0, TimeSpan.Zero);

    internal int MaxRestarts { get; }

    internal TimeSpan Delay { get; }

    /// <summary>
    /// Creates a strategy that restarts the job from its latest checkpoint, or from the beginning when it has none. After the last restart, a failure is
    /// passed to the caller.
    /// </summary>
    /// <param name="maxRestarts">The maximum number of restarts, not negative.</param>
    /// <param name="delay">The pause before each restart, not negative.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is negative.</exception>
    public static RestartStrategy FixedDelay(int maxRestarts, TimeSpan delay)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(maxRestarts);
        ArgumentOutOfRangeException.ThrowIfLessThan(delay, TimeSpan.Zero);
        return new(maxRestarts, delay);
    }
}
