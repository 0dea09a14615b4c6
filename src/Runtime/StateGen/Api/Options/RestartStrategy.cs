using System.Security.Cryptography;
using StateGen.Engine.Jobs;

namespace StateGen;

/// <summary>
/// Specifies whether and when a job that fails is restarted from its latest checkpoint, or from the beginning when it has none. Immutable.
/// </summary>
/// <remarks>
/// A failure that is <see cref="StateGenException.IsPermanent"/> is never followed by a restart: a conflict with another process, a damaged or unknown
/// checkpoint, state or options that do not fit the pipeline, lost output, or output that may be visible twice. Before the first attempt was opened, only
/// failures that may pass are: a source, sink or checkpoint storage that cannot be used, an <see cref="IOException"/>, a <see cref="TimeoutException"/> or a
/// <see cref="System.Net.Sockets.SocketException"/>. After that, all others are, unless <see cref="When"/> leaves them out.
/// </remarks>
public sealed class RestartStrategy
{
    private static readonly TimeSpan DefaultReset = TimeSpan.FromHours(1);

    private readonly Func<TimeProvider, RestartSchedule> _begin;
    private readonly Func<Exception, bool> _isWorthwhile;

    private RestartStrategy(Func<TimeProvider, RestartSchedule> begin, Func<Exception, bool>? isWorthwhile = null)
    {
        _begin = begin;
        _isWorthwhile = isWorthwhile ?? (static _ => true);
    }

    /// <summary>Gets the default strategy: the job is not restarted, and the failure is passed to the caller.</summary>
    public static RestartStrategy None { get; } = new(static time => new ConsecutiveRestarts(time, 0, static _ => TimeSpan.Zero, DefaultReset));

    /// <summary>Creates a strategy that restarts the job after a fixed delay. After the last restart, a failure is passed to the caller.</summary>
    /// <param name="maxRestarts">The maximum number of restarts without <paramref name="resetAfter"/> between two failures, not negative.</param>
    /// <param name="delay">The pause before each restart, not negative.</param>
    /// <param name="resetAfter">The time that an attempt runs without a failure before restarts are counted from 0 again; one hour by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is negative, or a time is longer than 49 days.</exception>
    public static RestartStrategy FixedDelay(int maxRestarts, TimeSpan delay, TimeSpan? resetAfter = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(maxRestarts);
        var pause = RequireDelay(delay, nameof(delay));
        var reset = RequireDelay(resetAfter ?? DefaultReset, nameof(resetAfter));
        return new(time => new ConsecutiveRestarts(time, maxRestarts, _ => pause, reset));
    }

    /// <summary>
    /// Creates a strategy that restarts the job without limit, after a delay that grows with each failure, so that a service that is down is not asked
    /// all the time.
    /// </summary>
    /// <param name="initial">The pause before the first restart, not negative.</param>
    /// <param name="maximum">The longest pause, not less than <paramref name="initial"/>.</param>
    /// <param name="multiplier">The ratio of each pause to the one before it, at least 1.</param>
    /// <param name="jitter">
    /// The share of each pause, from 0 to 1, by which it is longer or shorter at random, so that jobs that failed together do not restart together. No pause
    /// is longer than <paramref name="maximum"/>.
    /// </param>
    /// <param name="resetAfter">The time that an attempt runs without a failure before the pauses begin with the first again; one hour by default.</param>
    /// <param name="random">The source of the jitter, for tests; by default, a new one with a random seed.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range, or a time is longer than 49 days.</exception>
    public static RestartStrategy ExponentialBackoff(
        TimeSpan initial, TimeSpan maximum, double multiplier = 2, double jitter = 0.1, TimeSpan? resetAfter = null, Random? random = null)
    {
        RequireDelay(initial, nameof(initial));
        ArgumentOutOfRangeException.ThrowIfLessThan(RequireDelay(maximum, nameof(maximum)), initial, nameof(maximum));
        if (!(multiplier >= 1 && double.IsFinite(multiplier)))
            throw new ArgumentOutOfRangeException(nameof(multiplier), multiplier, "The multiplier must be at least 1.");
        if (!(jitter is >= 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(jitter), jitter, "The jitter must be from 0 to 1.");
        var reset = RequireDelay(resetAfter ?? DefaultReset, nameof(resetAfter));
        var backoff = new Backoff(initial, maximum, multiplier, jitter, random ?? new Random(RandomNumberGenerator.GetInt32(int.MaxValue)));
        return new(time => new ConsecutiveRestarts(time, int.MaxValue, backoff.DelayBefore, reset));
    }

    /// <summary>Creates a strategy that restarts the job unless it fails too often.</summary>
    /// <param name="maxFailures">The maximum number of failures within <paramref name="interval"/>, not negative. One more is passed to the caller.</param>
    /// <param name="interval">The interval, which ends with the latest failure.</param>
    /// <param name="delay">The pause before each restart, not negative.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is negative, or a time is longer than 49 days.</exception>
    public static RestartStrategy FailureRate(int maxFailures, TimeSpan interval, TimeSpan delay)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(maxFailures);
        RequireDelay(interval, nameof(interval));
        RequireDelay(delay, nameof(delay));
        return new(time => new RestartRate(time, maxFailures, interval, delay));
    }

    /// <summary>Creates a strategy that restarts the job only after certain failures. It cannot add failures that are never followed by a restart.</summary>
    /// <param name="isWorthwhile">
    /// A function that returns true if a restart after the failure is worth it. It gets the exception that <see cref="RunnablePipeline.RunAsync"/> would
    /// throw; that of an operator is the inner exception of an <see cref="OperatorException"/>.
    /// </param>
    public RestartStrategy When(Func<Exception, bool> isWorthwhile)
    {
        ArgumentNullException.ThrowIfNull(isWorthwhile);
        return new(_begin, failure => _isWorthwhile(failure) && isWorthwhile(failure));
    }

    internal RestartSchedule Begin(TimeProvider time) => _begin(time);

    /// <exception cref="StateGenException">The function that was passed to <see cref="When"/> threw.</exception>
    internal bool IsWorthwhile(Exception failure)
    {
        try
        {
            return _isWorthwhile(failure);
        }
        catch (Exception exception)
        {
            // The function is user code and may throw any exception. Both failures are kept.
            throw new StateGenException(
                $"The function that was passed to {nameof(RestartStrategy)}.{nameof(When)} threw for a failure of the job: {exception.Message} "
                + $"The failure was: {failure.Message}",
                new AggregateException(failure, exception));
        }
    }

    private static TimeSpan RequireDelay(TimeSpan time, string name)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(time, TimeSpan.Zero, name);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(time, TimeSpan.FromDays(49), name);
        return time;
    }
}
