namespace StateGen.Contracts;

/// <summary>
/// Verifies that a source keeps the contract of <see cref="ISource{T}"/>, from a test of any framework: derive a class, and call
/// <see cref="VerifyAsync"/>. The input must be the same for every source that is created, and should have at least 30 events in several splits.
/// </summary>
/// <typeparam name="T">The type of the events.</typeparam>
public abstract class SourceContract<T>
{
    /// <summary>Gets a value indicating whether events can be read again; true by default. If not, the rules about positions are left out.</summary>
    protected virtual bool IsReplayable => true;

    /// <summary>Gets the comparison of two events; by default that of the type.</summary>
    protected virtual IEqualityComparer<T> Comparer => EqualityComparer<T>.Default;

    /// <summary>Gets the number of events of a split that are read if the split does not end; 200 by default.</summary>
    protected virtual int MostEvents => 200;

    /// <summary>
    /// Gets the number of splits that an <see cref="IDynamicSource{T}"/> adds to those that it discovers, without anything that happens meanwhile; 0 by
    /// default.
    /// </summary>
    protected virtual int AddedSplits => 0;

    /// <summary>Gets the time within which a read, or a change of the splits, must come; 30 seconds by default.</summary>
    protected virtual TimeSpan TimeLimit => TimeSpan.FromSeconds(30);

    /// <summary>Verifies all rules.</summary>
    /// <param name="cancellationToken">Cancels the verification.</param>
    /// <exception cref="ContractViolationException">The source violates a rule; the message names it.</exception>
    public async Task VerifyAsync(CancellationToken cancellationToken = default) =>
        await new SourceVerification<T>(CreateSource, Settings, WaitAsync, cancellationToken).RunAsync().ConfigureAwait(false);

    /// <summary>
    /// Creates the source. Called several times: the positions of one object must be valid for the next, as they would be in another process. A source that is
    /// not replayable gets new input each time.
    /// </summary>
    protected abstract ISource<T> CreateSource();

    /// <summary>Waits before the next read, as <see cref="SplitRead.WaitFor(TimeSpan)"/> asks for. Override it to use a clock that a test moves.</summary>
    /// <param name="delay">The time.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    protected virtual Task WaitAsync(TimeSpan delay, CancellationToken cancellationToken) => Task.Delay(delay, TimeProvider.System, cancellationToken);

    private SourceSettings<T> Settings => new(IsReplayable, Comparer, MostEvents, AddedSplits, TimeLimit);
}

/// <summary>The settings of a <see cref="SourceContract{T}"/>.</summary>
internal sealed record SourceSettings<T>(bool IsReplayable, IEqualityComparer<T> Comparer, int MostEvents, int AddedSplits, TimeSpan TimeLimit);
