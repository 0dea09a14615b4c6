namespace StateGen.Engine.Operators;

/// <summary>
/// Removes expired state while a subtask waits for input, about once a second and in short slices, between which the input is looked at. Used by one subtask.
/// </summary>
/// <param name="state">The state.</param>
/// <param name="time">The source of the time.</param>
internal sealed class IdleCleanup(IExpiringState state, TimeProvider time)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    // One delay serves many waits: most are short.
    private Task? _delay;

    /// <summary>Waits for input.</summary>
    public ValueTask<T> WaitAsync<T>(ValueTask<T> reading, CancellationToken cancellationToken) =>
        reading.IsCompleted || !state.CanExpire ? reading : WaitAsync(reading.AsTask(), cancellationToken);

    private async ValueTask<T> WaitAsync<T>(Task<T> reading, CancellationToken cancellationToken)
    {
        while (!reading.IsCompleted && !cancellationToken.IsCancellationRequested)
        {
            _delay ??= Task.Delay(Interval, time, cancellationToken);
            await Task.WhenAny(reading, _delay).ConfigureAwait(false);
            if (!_delay.IsCompletedSuccessfully)
                continue;
            _delay = null;
            while (!reading.IsCompleted && state.RemoveExpired())
                await default(FairYield);
        }

        return await reading.ConfigureAwait(false);
    }
}

/// <summary>The state of all operators in a subtask, some of which may expire.</summary>
internal interface IExpiringState
{
    /// <summary>Gets a value indicating whether <see cref="RemoveExpired"/> has anything to do.</summary>
    bool CanExpire { get; }

    /// <inheritdoc cref="Backends.StateStore.RemoveExpired"/>
    bool RemoveExpired();
}
