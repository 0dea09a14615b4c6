namespace StateGen.Contracts;

/// <summary>
/// Verifies that a sink keeps the contract of <see cref="ISink{T}"/>, from a test of any framework: derive a class, and call <see cref="VerifyAsync"/>.
/// The output need not be empty at the start, but may not contain records of an earlier verification.
/// </summary>
/// <typeparam name="T">The type of the records.</typeparam>
public abstract class SinkContract<T>
{
    /// <summary>Gets the delivery of the sink; exactly once by default.</summary>
    protected virtual SinkDelivery Delivery => SinkDelivery.ExactlyOnce;

    /// <summary>Gets the comparison of two records; by default that of the type.</summary>
    protected virtual IEqualityComparer<T> Comparer => EqualityComparer<T>.Default;

    /// <summary>Verifies all rules.</summary>
    /// <param name="cancellationToken">Cancels the verification.</param>
    /// <exception cref="ContractViolationException">The sink violates a rule; the message names it.</exception>
    public Task VerifyAsync(CancellationToken cancellationToken = default)
    {
        var output = new VerifiedOutput<T>(CreateSink, CreateRecord, ReadVisibleAsync, Comparer, cancellationToken);
        return Delivery == SinkDelivery.ExactlyOnce ? new ExactlyOnceVerification<T>(output).RunAsync() : new AtLeastOnceVerification<T>(output).RunAsync();
    }

    /// <summary>
    /// Creates the sink. Called several times: each object writes to the same output, as it would in another process. A sink whose output is in memory
    /// may return the same object.
    /// </summary>
    protected abstract ISink<T> CreateSink();

    /// <summary>Creates a record, which differs from the records of other numbers.</summary>
    /// <param name="number">The number of the record, from 0.</param>
    protected abstract T CreateRecord(int number);

    /// <summary>Reads the records that a reader of the output can see now, from all jobs, in any order.</summary>
    /// <param name="cancellationToken">Cancels the reading.</param>
    protected abstract ValueTask<IReadOnlyList<T>> ReadVisibleAsync(CancellationToken cancellationToken);
}

/// <summary>The number of times that a sink delivers each record when a job fails and is restarted.</summary>
public enum SinkDelivery
{
    /// <summary>Each record is visible once, after its checkpoint is complete.</summary>
    ExactlyOnce,

    /// <summary>Each record is visible at once; records since the last checkpoint may come again.</summary>
    AtLeastOnce,
}
